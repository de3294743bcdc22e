using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Features.Join;

/// <summary>How the form reached us; part of the evidence.</summary>
internal sealed record JoinOrigin(string? IpAddress, string? UserAgent, string? Referrer, string PageAddress);

/// <summary>What a form that was sent in came to.</summary>
/// <param name="Submission">Where a code has been sent: what it answers.</param>
/// <param name="Cells">What she agreed to.</param>
internal sealed record Joined(Guid? Submission, ConsentCells Cells);

/// <summary>
/// A visitor agrees on the hosted form or on a site's own page with our snippet. A form that does not come from us, or
/// carries what the point does not declare, stores nothing but a line of audit.
/// </summary>
internal sealed class SubmitJoin(PointCatalog points, RecordOptIn optIns, FormTokens tokens, PageTokens pages, AuditTrail audit, PointCounting counting, TimeProvider clock)
{
    private static readonly Error[] WorthALine = [JoinErrors.Trapped, JoinErrors.Forged, JoinErrors.StrangeField, CollectionErrors.Closed, CollectionErrors.RetiredWording, CollectionErrors.NotAsked];

    public async Task<Result<Joined>> ExecuteAsync(PublicPoint point, JoinInput input, string language, JoinOrigin origin, CancellationToken cancellation)
    {
        var result = await SubmitAsync(point, input, language, origin, cancellation);
        if (result.Error is { } error && Array.Exists(WorthALine, worth => worth.Key == error.Key))
        {
            await audit.RecordAsync(new(Actor.Anonymous, AuditAction.SubmissionRefused, Subject: point.Slug, Details: $$"""{"reason":"{{error.Key}}"}"""), cancellation);
        }

        return result;
    }

    private async Task<Result<Joined>> SubmitAsync(PublicPoint point, JoinInput input, string language, JoinOrigin origin, CancellationToken cancellation)
    {
        if (input.IsTrapped)
        {
            return JoinErrors.Trapped;
        }

        var number = NumberFormats.Parse(input.Phone, point.DefaultRegion);
        var (ticket, page, refusal) = Ticket(point, input, number);
        refusal ??= Wrong(point, input, number);
        if (ticket is null || refusal is not null)
        {
            return refusal!;
        }

        if (await ShownAsync(point, ticket, cancellation) is not ({ } contact, var processing))
        {
            return CollectionErrors.RetiredWording;
        }

        var optIn = new OptIn
        {
            Point = point,
            Contact = contact,
            Cells = input.Cells,
            Processing = input.AgreesToProcessing ? processing : null,
            Number = number.Value,
            Language = contact.In(page?.Language ?? language, point.Sender.Languages).Language,
            Source = Source.HostedForm,
            Method = Method.TickedBox,
            OccurredAt = clock.UtcMilliseconds(),
            Actor = Actor.Person,
            Evidence = Evidence(input, page is null ? origin : origin with { PageAddress = page.Address }, contact, point, page?.Language ?? language),
            Submission = ticket.Submission,
            Address = origin.IpAddress,
            AsksToConfirm = point.DoubleOptIn,
        };
        var outcome = await optIns.ExecuteAsync(optIn);
        if (outcome.Failed)
        {
            return outcome.Error;
        }

        if (!outcome.Value.Act.WasKnown)
        {
            counting.Submitted(point, contact, optIn.Language);
        }

        return new Joined(outcome.Value.WaitsForCode ? ticket.Submission : null, input.Cells);
    }

    // The hosted form carries a ticket of its own, which is good once; a form on a site's own page says which page it is.
    private (FormTicket? Ticket, ShownPage? Page, Error? Refusal) Ticket(PublicPoint point, JoinInput input, Result<E164Number> number)
    {
        var now = clock.UtcMilliseconds();
        if (input.Token is null && pages.Read(input.Page) is { } page)
        {
            return page.Point == point.PublicId
                ? (new(point.PublicId, page.NoticeVersion, page.Processing, now, tokens.SubmissionFrom(input.Page!, number.Value.Value ?? "", (int)input.Cells, now)), page, null)
                : (null, null, JoinErrors.Forged);
        }

        return tokens.Read(input.Token) switch
        {
            { } ticket when ticket.Point != point.PublicId => (null, null, JoinErrors.Forged),
            { } ticket when ticket.IssuedAt > now.AddMinutes(1) || ticket.IssuedAt + FormTokens.Life < now => (null, null, JoinErrors.Expired),
            { } ticket => (ticket, null, null),
            null => (null, null, JoinErrors.Forged),
        };
    }

    private static Error? Wrong(PublicPoint point, JoinInput input, Result<E164Number> number)
    {
        var strange = input.StrangeField ?? input.Fields.Keys.FirstOrDefault(name => !point.Fields.Any(field => field.Name == name));
        return input switch
        {
            _ when strange is not null => JoinErrors.StrangeField with { Field = strange.Length > 60 ? strange[..60] : strange },
            { HasStrangeBox: true } => CollectionErrors.NotAsked,
            { Cells: ConsentCells.None } => CollectionErrors.NoBox,
            { AgreesToProcessing: false } when point.Sender.NeedsProcessingConsent => CollectionErrors.NoProcessing,
            _ when number.Failed => number.Error,
            _ when point.Fields.FirstOrDefault(field => field.Required && string.IsNullOrWhiteSpace(input.Fields.GetValueOrDefault(field.Name))) is { } missing => JoinErrors.FieldMissing with { Field = missing.Name },
            _ when input.Fields.FirstOrDefault(field => field.Value.Length > JoinInput.MaxField) is { Key: { } tooLong } => JoinErrors.FieldTooLong with { Field = tooLong },
            _ => null,
        };
    }

    // The form may have been shown before a newer wording was published: what counts is what she read, while it is in force.
    private async Task<(PublicWording? Contact, PublicWording? Processing)> ShownAsync(PublicPoint point, FormTicket ticket, CancellationToken cancellation)
    {
        var contact = point.Contact?.PublicId == ticket.Contact ? point.Contact : await OfSenderAsync(ticket.Contact);
        var processing = ticket.Processing == default ? null : point.Processing?.PublicId == ticket.Processing ? point.Processing : await OfSenderAsync(ticket.Processing);
        return (contact, processing);

        async Task<PublicWording?> OfSenderAsync(PublicId version) =>
            await points.FindWordingAsync(version, cancellation) is { } wording && wording.SenderId == point.Sender.Id ? wording : null;
    }

    private static EvidenceDocument Evidence(JoinInput input, JoinOrigin origin, PublicWording contact, PublicPoint point, string language)
    {
        var text = contact.In(language, point.Sender.Languages);
        var labels = Domain.Notices.NoticeLabels.Read(text.Labels);
        var ticked = input.Cells.Indexes().Select(index => $"“{labels.GetValueOrDefault(index, Cells.KeyOf(index))}”");
        return new()
        {
            AffirmativeAct = $"ticked {string.Join(", ", ticked)} and sent the form",
            IpAddress = origin.IpAddress ?? "unknown",
            UserAgent = Short(origin.UserAgent) ?? "none sent",
            PageAddress = origin.PageAddress,
            Referrer = Short(origin.Referrer),
            Boxes = contact.Cells.Indexes().ToDictionary(Cells.KeyOf, index => ((int)input.Cells & (1 << index)) != 0),
            Fields = input.Fields.Count == 0 ? null : input.Fields.Where(field => field.Value.Length > 0).ToDictionary(field => field.Key, field => field.Value.Trim()),
            RawPhone = input.Phone,
        };
    }

    private static string? Short(string? text) => text is { Length: > 1000 } ? text[..1000] : string.IsNullOrWhiteSpace(text) ? null : text;
}
