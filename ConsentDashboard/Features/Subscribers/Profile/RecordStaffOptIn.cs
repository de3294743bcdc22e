using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>
/// A member of staff records what a person said on the phone or signed on paper. It needs the reference under which the
/// recording or scan is found, and says who entered it.
/// </summary>
public sealed class RecordStaffOptIn(IDbContextFactory<DashboardDbContext> contexts, PointCatalog points, RecordOptIn optIns, NumberVault vault, TimeProvider clock)
{
    public const int MaxReference = 200;
    public const int MaxNote = 500;

    /// <summary>Where people are asked by staff.</summary>
    public static readonly IReadOnlyCollection<CollectionPointKind> Kinds = [CollectionPointKind.CallCentre, CollectionPointKind.ShopCounter, CollectionPointKind.Event];

    public sealed record Input
    {
        /// <summary>Made when the dialog opens, so that a double click is one event.</summary>
        public Guid EventKey { get; init; } = Guid.CreateVersion7();

        /// <summary>Whose page it is; null where the number is new.</summary>
        public PublicId? Subscriber { get; init; }

        /// <summary>A number that is not known yet, as it was typed.</summary>
        public FindSubscriber.Input? Typed { get; init; }

        public PublicId Point { get; init; }

        public string Language { get; init; } = "";

        public ConsentCells Cells { get; init; }

        public bool AgreesToProcessing { get; init; }

        /// <summary><see cref="Method.Spoken"/> or <see cref="Method.Paper"/>.</summary>
        public Method Method { get; init; } = Method.Spoken;

        /// <summary>Under which the recording or the scan is found.</summary>
        public string? Reference { get; init; }

        /// <summary>When she agreed, UTC; null: now.</summary>
        public DateTime? OccurredAt { get; init; }

        public string? Note { get; init; }
    }

    /// <summary>The points at which staff may record.</summary>
    public Task<IReadOnlyList<PublicPoint>> PointsAsync(Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RecordConsent);
        return points.ListOpenAsync(Kinds, cancellation);
    }

    public async Task<Result<OptInOutcome>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RecordConsent);
        var (reference, note, now) = (input.Reference?.Trim(), input.Note?.Trim(), clock.UtcMilliseconds());
        var point = await points.FindAsync(input.Point, cancellation);
        Error? wrong = input switch
        {
            _ when point is not { IsOpen: true } || !Kinds.Contains(point.Kind) => CollectionErrors.Closed,
            { Cells: ConsentCells.None } => CollectionErrors.NoBox,
            { AgreesToProcessing: false } when point.Sender.NeedsProcessingConsent => CollectionErrors.NoProcessing,
            { Method: not (Method.Spoken or Method.Paper) } => ProfileErrors.UnknownWay,
            _ when reference is null or { Length: 0 or > MaxReference } => ProfileErrors.ReferenceMissing,
            _ when note?.Length > MaxNote => ProfileErrors.NoteLength,
            _ when input.OccurredAt > now => ProfileErrors.InTheFuture,
            _ when input.OccurredAt < point.Contact!.PublishedAt => ProfileErrors.BeforePublication,
            _ => null,
        };
        if (wrong is not null)
        {
            return wrong;
        }

        var number = await NumberAsync(input, point!, cancellation);
        return number.Failed ? number.Error : await optIns.ExecuteAsync(
            new()
            {
                Point = point!,
                Contact = point!.Contact!,
                Cells = input.Cells,
                Processing = input.AgreesToProcessing ? point.Processing : null,
                Number = number.Value,
                Language = point.Contact!.In(input.Language, point.Sender.Languages).Language,
                Source = Source.Staff,
                Method = input.Method,
                OccurredAt = Times.Truncate(input.OccurredAt ?? now),
                Actor = actor,
                Evidence = new()
                {
                    AffirmativeAct = input.Method == Method.Spoken ? "said yes to the wording that was read to her" : "signed the wording on paper",
                    RecordingReference = input.Method == Method.Spoken ? reference : null,
                    ScanReference = input.Method == Method.Paper ? reference : null,
                    Operator = actor.Key,
                    Note = string.IsNullOrEmpty(note) ? null : note,
                },
                Submission = input.EventKey,
            },
            new(actor, AuditAction.ConsentRecorded, Details: $$"""{"point":"{{point.Slug}}","cells":"{{input.Cells}}","method":"{{input.Method}}"}"""));
    }

    private async Task<Result<E164Number>> NumberAsync(Input input, PublicPoint point, CancellationToken cancellation)
    {
        if (input.Subscriber is not { } known)
        {
            return NumberFormats.Parse(input.Typed?.Text, input.Typed?.Region ?? point.DefaultRegion);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var found = await db.Subscribers.Where(s => s.PublicId == known).Select(s => new { s.Cipher }).FirstOrDefaultAsync(cancellation);
        return found switch
        {
            null => ProfileErrors.NotFound,
            { Cipher: null } => ProfileErrors.NoNumber,
            { Cipher: { } cipher } => NumberFormats.Parse(vault.Decrypt(cipher, known), point.DefaultRegion),
        };
    }
}
