using System.Runtime.CompilerServices;
using System.Text;

namespace ConsentDashboard.Features.Sends.Files;

/// <summary>A row of a file.</summary>
/// <param name="Number">As a spreadsheet counts, the heading included.</param>
/// <param name="Fields">Null where the row is too long to be one.</param>
internal readonly record struct CsvRow(int Number, IReadOnlyList<string>? Fields);

/// <summary>Reads rows from a stream, never more than a part of it in memory: commas, semicolons, tabs or bars, quoted fields, UTF-8 or UTF-16.</summary>
internal sealed class CsvRows(Stream stream)
{
    /// <summary>A longer row is no list of numbers.</summary>
    public const int MostCharacters = 10_000;

    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    private readonly StringBuilder _field = new();
    private List<string> _fields = [];
    private int _length;
    private bool _quoted;
    private bool _quoteSeen;

    public async IAsyncEnumerable<CsvRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 1 << 15, leaveOpen: true);
        var buffer = new char[1 << 15];
        var (number, delimiter) = (1, '\0');
        var previous = '\0';
        while (await reader.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            if (delimiter == '\0')
            {
                delimiter = DelimiterOf(buffer.AsSpan(0, read));
            }

            for (var i = 0; i < read; i++)
            {
                var letter = buffer[i];
                var isEnd = !IsInside(letter) && letter is '\n' or '\r';
                if (!isEnd)
                {
                    Take(letter, delimiter);
                }
                else if (letter == '\r' || previous != '\r')
                {
                    if (Finish() is { } fields)
                    {
                        yield return new(number, fields.Count == 0 ? null : fields);
                    }

                    number++;
                }

                previous = isEnd ? letter : '\0';
            }
        }

        if (Finish() is { } last)
        {
            yield return new(number, last.Count == 0 ? null : last);
        }
    }

    private static char DelimiterOf(ReadOnlySpan<char> start)
    {
        var end = start.IndexOfAny('\r', '\n');
        var line = (end < 0 ? start : start[..end]).ToString();
        return Delimiters.MaxBy(delimiter => line.Count(letter => letter == delimiter));
    }

    // A line break between quotes belongs to the field; one after the closing quote ends the row.
    private bool IsInside(char letter) => _quoted && !(_quoteSeen && letter != '"');

    private void Take(char letter, char delimiter)
    {
        // A quote that is never closed must not swallow the rest of the file.
        _quoted &= ++_length <= MostCharacters;
        if (_quoted && letter == '"' && !_quoteSeen)
        {
            _quoteSeen = true;
            return;
        }

        if (_quoted && _quoteSeen && letter != '"')
        {
            _quoted = false;
        }

        _quoteSeen = false;
        if (!_quoted && letter == delimiter)
        {
            EndField();
        }
        else if (!_quoted && letter == '"' && _field.Length == 0)
        {
            _quoted = true;
        }
        else if (_length <= MostCharacters)
        {
            _field.Append(letter);
        }
    }

    private void EndField()
    {
        if (_length <= MostCharacters)
        {
            _fields.Add(_field.ToString().Trim());
        }

        _field.Clear();
    }

    /// <returns>Null for a row with nothing in it; empty for one that is too long.</returns>
    private List<string>? Finish()
    {
        EndField();
        var row = _length > MostCharacters ? [] : _fields.TrueForAll(field => field.Length == 0) ? null : _fields;
        (_fields, _length, _quoted, _quoteSeen) = ([], 0, false, false);
        return row;
    }
}
