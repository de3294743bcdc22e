namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>Rows of cells, one at a time; what a cell says is valid until the next row.</summary>
internal interface ITable : IDisposable
{
    /// <summary>Of the row that was read last, counted from 1, a header with it.</summary>
    long Row { get; }

    int Count { get; }

    /// <summary>The file ended within the row, without a line break.</summary>
    bool EndsOpen { get; }

    /// <exception cref="UnreadableFileException">The file is damaged, or no list.</exception>
    bool Read();

    ReadOnlySpan<char> Cell(int index);
}

internal static class TableLimits
{
    public const int Columns = 300;

    /// <summary>Characters, as Excel has it.</summary>
    public const int Cell = 32_767;

    public const int Line = 1_000_000;
}
