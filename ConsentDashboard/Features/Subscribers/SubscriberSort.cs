using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Features.Subscribers;

public enum SortBy : byte
{
    LastActivity = 1,
    Added = 2,
    OptedIn = 3,
}

public readonly record struct SubscriberSort(SortBy By, bool Descending = true)
{
    public static readonly SubscriberSort Default = new(SortBy.LastActivity);

    /// <summary>The orders that an index serves under this filter; any other would have to read and sort the table.</summary>
    public static IReadOnlyList<SortBy> Offered(SubscriberFilter filter) => filter switch
    {
        { NamesOneCell: true, OnHold: false, State: not Standing.None } => [SortBy.LastActivity, SortBy.OptedIn],
        { NamesCells: true } or { HasOptInDates: true } or { OnHold: true } => [SortBy.LastActivity],
        _ => [SortBy.LastActivity, SortBy.Added],
    };
}
