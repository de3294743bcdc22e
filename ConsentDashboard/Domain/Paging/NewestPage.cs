using System.Globalization;

namespace ConsentDashboard.Domain.Paging;

/// <summary>Where a page of a list begins that has the newest first. Nothing said: with the newest.</summary>
/// <param name="Older">Behind the row of this id.</param>
/// <param name="Newer">Before the row of this id; it counts where both are there.</param>
public readonly record struct NewestPlace(long? Older = null, long? Newer = null)
{
    /// <summary>As it stands in an address; what is no id says nothing.</summary>
    public static NewestPlace Parse(string? older, string? newer) => new(IdOf(older), IdOf(newer));

    private static long? IdOf(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}

/// <summary>A row with its place in the list; never shown.</summary>
public interface IPlaced
{
    /// <summary>The id that the list is ordered by.</summary>
    long Place { get; }
}

/// <summary>A page of a list that has the newest first.</summary>
/// <param name="HasNewer">There is a page before this one.</param>
/// <param name="HasOlder">There is a page after this one.</param>
public sealed record NewestPage<T>(IReadOnlyList<T> Rows, bool HasNewer = false, bool HasOlder = false)
{
    public NewestPage<TRow> As<TRow>(Func<T, TRow> row) => new([.. Rows.Select(row)], HasNewer, HasOlder);
}

/// <summary>The addresses of the pages around a page; null where there is none.</summary>
public static class NewestAddresses
{
    public static string? ToNewest<T>(this NewestPage<T> page, string list)
        where T : IPlaced => page.HasNewer ? list : null;

    public static string? ToNewer<T>(this NewestPage<T> page, string list)
        where T : IPlaced => page is { HasNewer: true, Rows: [var newest, ..] } ? With(list, "newer", newest.Place) : null;

    public static string? ToOlder<T>(this NewestPage<T> page, string list)
        where T : IPlaced => page is { HasOlder: true, Rows: [.., var oldest] } ? With(list, "older", oldest.Place) : null;

    private static string With(string list, string name, long place) =>
        string.Create(CultureInfo.InvariantCulture, $"{list}{(list.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={place}");
}
