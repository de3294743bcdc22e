using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>Compares what is stored with what the events make of it.</summary>
public static class Projection
{
    public static bool Same(IReadOnlyCollection<Consent> rebuilt, IReadOnlyCollection<Consent> stored)
    {
        if (rebuilt.Count != stored.Count)
        {
            return false;
        }

        var byKey = stored.ToDictionary(ConsentFold.KeyOf);
        return rebuilt.All(cell => byKey.TryGetValue(ConsentFold.KeyOf(cell), out var other) && Same(cell, other));
    }

    public static bool Same(Consent a, Consent b) =>
        (a.State, a.StateAt, a.GivenAt, a.ExpiresAt, a.StoppedAt, a.NoticeVersionId, a.CollectionPointId, a.LastEventId)
        == (b.State, b.StateAt, b.GivenAt, b.ExpiresAt, b.StoppedAt, b.NoticeVersionId, b.CollectionPointId, b.LastEventId);
}
