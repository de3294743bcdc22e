namespace ConsentDashboard.Domain.Ledger;

/// <summary>Several things in one dimension of a counter. The id stands first, so that the counters of one id lie together.</summary>
/// <param name="Id">Below 2^39.</param>
public readonly record struct CounterKey(long Id, byte First = 0, byte Second = 0, byte Third = 0)
{
    private const int Bits = 24;

    public long Dimension => (Id << Bits) | ((long)First << 16) | ((long)Second << 8) | Third;

    public static CounterKey Read(long dimension) => new(dimension >> Bits, (byte)(dimension >> 16), (byte)(dimension >> 8), (byte)dimension);

    /// <summary>The dimensions of one id.</summary>
    public static (long First, long Last) RangeOf(long id) => (id << Bits, ((id + 1) << Bits) - 1);

    /// <summary>A region, or the language of a tag without its region and script, as an id; 0 for none.</summary>
    public static long OfLetters(string tag) => tag.TakeWhile(char.IsAsciiLetter).Take(3).Aggregate(0L, (id, letter) => (id << 8) | letter);

    public static string LettersOf(long id)
    {
        var letters = "";
        for (; id > 0; id >>= 8)
        {
            letters = (char)(id & 0xFF) + letters;
        }

        return letters;
    }
}
