using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>What a withdrawal ended.</summary>
/// <param name="Regretted">The points at which she had agreed to contact not long ago.</param>
/// <param name="Wordings">The versions that she had agreed to.</param>
/// <param name="Points">The points at which she had agreed.</param>
internal sealed record WithdrawnAgreements(IReadOnlyList<long> Regretted, IReadOnlyList<long> Wordings, IReadOnlyList<long> Points)
{
    private static readonly WithdrawnAgreements None = new([], [], []);

    /// <summary>Who withdraws sooner may not have known what she agreed to.</summary>
    private static readonly TimeSpan SoonAfter = TimeSpan.FromDays(30);

    /// <param name="act">The event, decided and not yet applied.</param>
    /// <param name="before">Her cells until then.</param>
    public static WithdrawnAgreements By(ConsentEvent act, IReadOnlyCollection<Consent> before)
    {
        if (act.Type != ConsentEventType.Withdrawn)
        {
            return None;
        }

        var ended = before
            .Where(cell => cell.State == ConsentState.Given && cell.Kind == act.Kind && (act.SenderId ?? cell.SenderId) == cell.SenderId)
            .Where(cell => act.OutcomeFor(ConsentFold.KeyOf(cell).CellIndex) == ConsentState.Withdrawn)
            .ToList();
        var soon = act.Kind == ConsentKind.Contact ? ended.Where(cell => act.OccurredAt - cell.GivenAt <= SoonAfter) : [];
        return new(Points(soon), [.. ended.Select(cell => cell.NoticeVersionId).OfType<long>().Distinct()], Points(ended));

        static IReadOnlyList<long> Points(IEnumerable<Consent> cells) => [.. cells.Select(cell => cell.CollectionPointId).OfType<long>().Distinct()];
    }
}
