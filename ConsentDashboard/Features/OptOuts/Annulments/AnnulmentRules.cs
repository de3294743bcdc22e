using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Features.OptOuts.Annulments;

/// <summary>What may be annulled, and who may agree to it.</summary>
internal static class AnnulmentRules
{
    public const int MaxReason = 1000;
    public const int MaxEvidence = 300;
    public const int MaxNote = 1000;

    /// <summary>The last moment at which the ledger takes an annulment of it.</summary>
    public static DateTime EndsAt(ConsentEvent withdrawal) => withdrawal.RecordedAt.AddDays(ConsentTransitions.AnnulmentDays);

    public static Error? Refusal(WithdrawalToAnnul? asked, DateTime now) => asked switch
    {
        null or { Withdrawal: { Type: not ConsentEventType.Withdrawn } or { IsTest: true } } => AnnulmentErrors.NotFound,
        { Withdrawal.Assurance: not Assurance.Asserted } => AnnulmentErrors.NotAsserted,
        { IsAnnulled: true } => AnnulmentErrors.AlreadyAnnulled,
        { IsAsked: true } => AnnulmentErrors.AlreadyAsked,
        _ when now > EndsAt(asked.Withdrawal) => AnnulmentErrors.Expired,
        _ => null,
    };

    /// <param name="request">What was asked for.</param>
    /// <param name="withdrawal">What it is about.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="approves">False: refuses, which brings nothing back and may therefore come late.</param>
    /// <param name="now">When.</param>
    public static Error? Refusal(AnnulmentRequest request, ConsentEvent withdrawal, string actor, bool approves, DateTime now) => request switch
    {
        { Status: not AnnulmentStatus.Waiting } => AnnulmentErrors.AlreadyDecided,
        _ when request.RequestedBy == actor => AnnulmentErrors.SamePerson,
        _ when approves && withdrawal.Actor == actor => AnnulmentErrors.OwnWithdrawal,
        _ when approves && now > request.EndsAt => AnnulmentErrors.Expired,
        _ => null,
    };

    public static Error? TextRefusal(string reason, string evidence) => reason.Length switch
    {
        0 or > MaxReason => AnnulmentErrors.ReasonLength,
        _ when HasNumber(reason) => AnnulmentErrors.ReasonHasNumber,
        _ when evidence.Length is 0 or > MaxEvidence => AnnulmentErrors.EvidenceLength,

        // A ticket or a recording may be named by many digits; only a number is written with a plus.
        _ when evidence.Contains('+', StringComparison.Ordinal) && HasNumber(evidence) => AnnulmentErrors.EvidenceHasNumber,
        _ => null,
    };

    public static Error? NoteRefusal(string note) => note.Length switch
    {
        0 or > MaxNote => AnnulmentErrors.NoteLength,
        _ when HasNumber(note) => AnnulmentErrors.NoteHasNumber,
        _ => null,
    };

    private static bool HasNumber(string text) => NumbersInText.Mask(text) != text;
}

/// <param name="Withdrawal">The event.</param>
/// <param name="IsAnnulled">The ledger has an annulment of it.</param>
/// <param name="IsAsked">A request for it waits.</param>
internal sealed record WithdrawalToAnnul(ConsentEvent Withdrawal, bool IsAnnulled, bool IsAsked);
