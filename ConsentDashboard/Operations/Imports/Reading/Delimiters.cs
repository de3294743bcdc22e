namespace ConsentDashboard.Operations.Imports.Reading;

internal static class Delimiters
{
    private static readonly char[] Common = [',', ';', '\t', '|', '^', '~', ':'];

    /// <summary>The one that splits the first rows alike into the most cells; a comma for a single column.</summary>
    public static char Detect(string head)
    {
        var best = (Delimiter: ',', Score: 1);
        foreach (var delimiter in Common)
        {
            var score = Score(head, delimiter);
            if (score > best.Score)
            {
                best = (delimiter, score);
            }
        }

        return best.Delimiter;
    }

    private static int Score(string head, char delimiter)
    {
        using var table = new DelimitedTable(new StringReader(head), delimiter);
        var width = 0;
        try
        {
            for (var row = 0; row < 20 && table.Read() && !(table.EndsOpen && row > 0); row++)
            {
                if (width > 0 && table.Count != width)
                {
                    // Uneven rows are a worse sign than a single even column of another delimiter is a good one.
                    return Math.Min(width, table.Count) > 1 ? 2 : 0;
                }

                width = table.Count;
            }
        }
        catch (UnreadableFileException)
        {
            return width > 1 && delimiter != ':' ? width : 0;
        }

        return delimiter == ':' ? Math.Min(width, 2) : width * 2;
    }
}
