namespace ConsentDashboard.Operations.DemoData;

/// <summary>SplitMix64: the same values for the same seed on every machine and runtime. Never for secrets.</summary>
internal sealed class DemoRandom(long seed, long stream)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = Mix(Mix((ulong)seed + Step) ^ ((ulong)stream * Step));

    public ulong Next() => Mix(_state += Step);

    /// <summary>0 up to, and without, the limit.</summary>
    public int Below(int limit) => (int)(((UInt128)Next() * (uint)limit) >> 64);

    /// <summary>Both ends included.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    /// <summary>0 up to, and without, 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Unit() < probability;

    public T Pick<T>(T[] items) => items[Below(items.Length)];

    /// <summary>A waiting time: many are short, a few are long.</summary>
    public TimeSpan Wait(TimeSpan mean) => mean * -Math.Log(1 - Unit());

    public TimeSpan Seconds(int first, int last) => TimeSpan.FromMilliseconds(Between(first * 1000, last * 1000));

    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}

/// <summary>A choice in which some answers are likelier than others.</summary>
internal sealed class Weighted<T>
{
    private readonly T[] _items;
    private readonly double[] _upTo;

    public Weighted(params (T Item, double Weight)[] choices)
    {
        var all = choices.Sum(choice => choice.Weight);
        var sum = 0.0;
        _items = [.. choices.Select(choice => choice.Item)];
        _upTo = [.. choices.Select(choice => (sum += choice.Weight) / all)];
    }

    public IReadOnlyList<T> Items => _items;

    public T Pick(DemoRandom random) => At(random.Unit());

    /// <param name="unit">0 up to 1.</param>
    public T At(double unit)
    {
        var found = Array.BinarySearch(_upTo, unit);
        return _items[Math.Min(found < 0 ? ~found : found + 1, _items.Length - 1)];
    }
}
