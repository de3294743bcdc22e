using System.Buffers;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>Text with delimiters and quotes. Keeps one row and one buffer, whatever the file holds.</summary>
internal sealed class DelimitedTable(TextReader reader, char delimiter) : ITable
{
    private readonly SearchValues<char> _ends = SearchValues.Create([delimiter, '\r', '\n']);
    private readonly char[] _buffer = new char[32 * 1024];
    private readonly int[] _cellEnds = new int[TableLimits.Columns];
    private char[] _row = new char[4096];
    private int _at;
    private int _filled;
    private int _length;

    public long Row { get; private set; }

    public int Count { get; private set; }

    public bool EndsOpen { get; private set; }

    public ReadOnlySpan<char> Cell(int index)
    {
        var start = index == 0 ? 0 : _cellEnds[index - 1];
        return _row.AsSpan(start, _cellEnds[index] - start);
    }

    public bool Read()
    {
        do
        {
            if (!ReadLine())
            {
                return false;
            }
        }
        while (Count == 1 && _length == 0);

        return true;
    }

    private bool ReadLine()
    {
        (_length, Count) = (0, 0);
        if (!More())
        {
            return false;
        }

        Row++;
        while (ReadCell())
        {
        }

        return true;
    }

    // False: it was the last of its row.
    private bool ReadCell()
    {
        var start = _length;
        if (More() && _buffer[_at] == '"')
        {
            _at++;
            ReadQuoted(start);
            RefuseTornQuotes(start);
        }

        while (true)
        {
            if (!More())
            {
                EndsOpen = true;
                return Ended(goesOn: false);
            }

            var rest = _buffer.AsSpan(_at, _filled - _at);
            var end = rest.IndexOfAny(_ends);
            Keep(end < 0 ? rest : rest[..end], start);
            _at += end < 0 ? rest.Length : end + 1;
            if (end >= 0)
            {
                return Ended(EndedBy(rest[end]));
            }
        }
    }

    private void ReadQuoted(int start)
    {
        while (More())
        {
            var rest = _buffer.AsSpan(_at, _filled - _at);
            var quote = rest.IndexOf('"');
            Keep(quote < 0 ? rest : rest[..quote], start);
            _at += quote < 0 ? rest.Length : quote + 1;
            if (quote < 0)
            {
                continue;
            }

            if (!More() || _buffer[_at] != '"')
            {
                return;
            }

            Keep("\"", start);
            _at++;
        }

        throw new UnreadableFileException(ReadingErrors.CutOff, Row);
    }

    // A quote that nobody closed ends at the next row's, and would give her the cells of the person below.
    private void RefuseTornQuotes(int start)
    {
        if (_row.AsSpan(start, _length - start).IndexOfAny('\r', '\n') >= 0 && More() && !_ends.Contains(_buffer[_at]))
        {
            throw new UnreadableFileException(ReadingErrors.BadQuotes, Row);
        }
    }

    private bool EndedBy(char end)
    {
        if (end == '\r' && More() && _buffer[_at] == '\n')
        {
            _at++;
        }

        return end == delimiter;
    }

    private bool Ended(bool goesOn)
    {
        if (Count == TableLimits.Columns)
        {
            throw new UnreadableFileException(ReadingErrors.TooManyColumns, Row);
        }

        _cellEnds[Count++] = _length;
        return goesOn;
    }

    private void Keep(ReadOnlySpan<char> text, int start)
    {
        if (_length + text.Length > TableLimits.Line || _length - start + text.Length > TableLimits.Cell)
        {
            throw new UnreadableFileException(ReadingErrors.LineTooLong, Row);
        }

        if (_length + text.Length > _row.Length)
        {
            Array.Resize(ref _row, Math.Max(_row.Length * 2, _length + text.Length));
        }

        text.CopyTo(_row.AsSpan(_length));
        _length += text.Length;
    }

    private bool More()
    {
        if (_at < _filled)
        {
            return true;
        }

        (_at, _filled) = (0, reader.Read(_buffer));
        return _filled > 0;
    }

    public void Dispose() => reader.Dispose();
}
