using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Consents;

/// <summary>Another system passes on an opt-in that it took at one of the registered collection points.</summary>
public sealed class RecordConsent(IDbContextFactory<DashboardDbContext> contexts, PointCatalog points, RecordOptIn optIns, TimeProvider clock)
{
    /// <summary>Clocks differ a little; more than this is no slip.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <param name="eventKey">The same call always has the same.</param>
    public async Task<Result<ConsentResponse>> ExecuteAsync(ConsentRequest request, ApiClient client, Guid eventKey, CancellationToken cancellation = default)
    {
        var point = await PointAsync(request.CollectionPoint, cancellation);
        if (point is null)
        {
            return CollectionErrors.UnknownPoint;
        }

        if (!client.MaySpeakFor(point.Sender.Id))
        {
            return ConsentErrors.OtherSender;
        }

        var contact = await WordingAsync(request.NoticeVersion, point, cancellation);
        var processing = request.ProcessingNoticeVersion is null ? null : await WordingAsync(request.ProcessingNoticeVersion, point, cancellation);
        var method = ConsentWords.MethodOf(request.Method);
        var cells = ApiWords.CellsOf(request.Cells, request.Channels, request.MessageTypes);
        var number = NumberFormats.Parse(request.Phone, request.Region ?? point.DefaultRegion);
        if (Wrong(request, point, contact, processing, method, cells, number) is { } wrong)
        {
            return wrong;
        }

        var optIn = new OptIn
        {
            Point = point,
            Contact = contact!,
            Cells = cells,
            Processing = processing,
            Number = number.Value,
            Language = request.Language!,
            Source = Source.Api,
            Method = method,
            OccurredAt = ApiWords.TimeOf(request.OccurredAt)!.Value,
            Actor = client.Actor,
            Evidence = (request.Evidence ?? new()).ToDocument(request.Phone),
            Submission = eventKey,
            ExternalRef = request.ExternalRef,
            AsksToConfirm = point.DoubleOptIn && method is (Method.TickedBox or Method.Link),
        };
        var outcome = request.DryRun
            ? await optIns.RehearseAsync(optIn)
            : await optIns.ExecuteAsync(optIn, new(client.Actor, AuditAction.ConsentRecorded, Details: $$"""{"point":"{{point.Slug}}","cells":"{{cells}}"}"""));
        if (outcome.Failed)
        {
            return outcome.Error;
        }

        var refused = outcome.Value.Act.WasKnown && !outcome.Value.WaitsForCode ? await LeftShutAsync(outcome.Value.Act.EventId, cells, cancellation) : outcome.Value.Act.RefusedCells;
        return Answer(request, outcome.Value, cells, refused, eventKey);
    }

    // A call that was cut off before its answer: what the event did not give is told as refused, to be on her side.
    private async Task<ConsentCells> LeftShutAsync(long eventId, ConsentCells asked, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var act = await db.ConsentEvents.AsNoTracking().SingleAsync(e => e.Id == eventId, cancellation);
        return act.IsTest ? ConsentCells.None : asked.Indexes().Where(index => act.OutcomeFor(index) != ConsentState.Given).Aggregate(ConsentCells.None, (all, index) => all | (ConsentCells)(1 << index));
    }

    private Error? Wrong(ConsentRequest request, PublicPoint point, PublicWording? contact, PublicWording? processing, Method method, ConsentCells cells, Result<E164Number> number) => request switch
    {
        { Sender: not null } when request.Sender != $"{point.Sender.PublicId}" => ConsentErrors.UnknownSender,
        _ when contact is null => ConsentErrors.UnknownNotice,
        _ when contact.Kind != ConsentKind.Contact => ConsentErrors.UnknownNotice,
        { ProcessingNoticeVersion: not null } when processing is not { Kind: ConsentKind.Processing } => ConsentErrors.UnknownProcessing,
        _ when number.Failed => number.Error,
        _ when cells == ConsentCells.None => ConsentErrors.UnknownCells,
        _ when method == Method.None => ConsentErrors.UnknownMethod,
        _ when request.Language is null || !contact.Texts.ContainsKey(request.Language) => ConsentErrors.UnknownLanguage,
        { OccurredAt: null } => ConsentErrors.NoTime,
        _ when ApiWords.TimeOf(request.OccurredAt) is null => ConsentErrors.BadTime,
        _ when ApiWords.TimeOf(request.OccurredAt) > clock.UtcMilliseconds() + Skew => ConsentErrors.InTheFuture,
        _ when ApiWords.TimeOf(request.OccurredAt) < contact.PublishedAt || ApiWords.TimeOf(request.OccurredAt) < processing?.PublishedAt => ConsentErrors.BeforePublication,
        { ExternalRef.Length: > ApiWords.MaxReference } => ConsentErrors.ReferenceLength,
        { Evidence.Fields: { } fields } when fields.Keys.FirstOrDefault(name => !point.Fields.Any(field => field.Name == name)) is { } strange => ConsentErrors.UndeclaredField with { Field = $"evidence.fields.{strange}" },
        _ when point.Fields.FirstOrDefault(field => field.Required && string.IsNullOrWhiteSpace(request.Evidence?.Fields?.GetValueOrDefault(field.Name))) is { } missing => ConsentErrors.FieldMissing with { Field = $"evidence.fields.{missing.Name}" },
        { Evidence.Boxes: { Count: > 0 } boxes } when cells.Indexes().Select(Cells.KeyOf).FirstOrDefault(key => boxes.TryGetValue(key, out var ticked) && !ticked) is { } unticked => ConsentErrors.BoxNotTicked with { Field = $"evidence.boxes.{unticked}" },
        { Evidence.Boxes: { Count: > 0 } boxes } when !boxes.Values.Any(ticked => ticked) => ConsentErrors.BoxNotTicked with { Field = "evidence.boxes" },
        _ => null,
    };

    private static ConsentResponse Answer(ConsentRequest request, OptInOutcome outcome, ConsentCells asked, ConsentCells refused, Guid eventKey) => new(
        request.DryRun ? null : eventKey,
        outcome.Act.PublicId == default ? null : $"{outcome.Act.PublicId}",
        outcome.WaitsForCode ? "requested" : "given",
        [.. (asked & ~refused).Indexes().Select(Cells.KeyOf)],
        [.. refused.Indexes().Select(Cells.KeyOf)],
        outcome.Act.RecordedAt,
        request.DryRun);

    private async Task<PublicPoint?> PointAsync(string? named, CancellationToken cancellation) => named switch
    {
        null or { Length: 0 or > 80 } => null,
        _ when PublicId.TryParse(named, out var id) && await points.FindAsync(id, cancellation) is { } point => point,
        _ => await points.FindAsync(named, cancellation),
    };

    private async Task<PublicWording?> WordingAsync(string? named, PublicPoint point, CancellationToken cancellation) =>
        PublicId.TryParse(named, out var id) && await points.FindWordingAsync(id, cancellation) is { } wording && wording.SenderId == point.Sender.Id ? wording : null;
}
