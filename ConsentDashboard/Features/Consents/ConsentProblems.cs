using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Consents;

/// <summary>Each refusal as other systems get it. The codes are part of the interface and never change.</summary>
internal static class ConsentProblems
{
    public static readonly ApiProblem NoIdempotencyKey = new(StatusCodes.Status400BadRequest, "idempotency_key_missing", "Send an Idempotency-Key header of 1 to 200 characters, so that the request can be sent again safely.");
    public static readonly ApiProblem KeyReused = new(StatusCodes.Status409Conflict, "idempotency_key_reused", "This Idempotency-Key was used with another body. Use a new key for a new opt-in.");
    public static readonly ApiProblem TooLarge = new(StatusCodes.Status413PayloadTooLarge, "body_too_large", "The body is larger than 64 KB.");

    private static readonly Dictionary<string, ApiProblem> Table = new(StringComparer.Ordinal)
    {
        ["Collect.UnknownPoint"] = new(StatusCodes.Status404NotFound, "unknown_collection_point", "There is no such collection point."),
        ["Collect.Closed"] = new(StatusCodes.Status409Conflict, "collection_point_closed", "The collection point takes no consents: it is not active, or its wording is not in force."),
        ["Collect.RetiredWording"] = new(StatusCodes.Status409Conflict, "notice_retired", "The wording is no longer in force. Show the present one and ask again."),
        ["Collect.NoBox"] = new(StatusCodes.Status422UnprocessableEntity, "cells_missing", "Name at least one channel and message type."),
        ["Collect.NotAsked"] = new(StatusCodes.Status422UnprocessableEntity, "not_asked", "The wording does not ask for one of these channels and message types.", "cells"),
        ["Collect.NoProcessing"] = new(StatusCodes.Status422UnprocessableEntity, "processing_missing", "The sender's law wants consent to processing as a document of its own: send processingNoticeVersion.", "processingNoticeVersion"),
        ["Collect.OtherCountry"] = new(StatusCodes.Status422UnprocessableEntity, "region_not_allowed", "The collection point does not take numbers of that country."),
        ["Collect.TooManyCodes"] = new(StatusCodes.Status429TooManyRequests, "too_many_codes", "Three codes an hour are the limit for one number."),
        ["Consent.OtherSender"] = new(StatusCodes.Status403Forbidden, "other_sender", "The API key may not speak for the sender of this collection point."),
        ["Consent.UnknownSender"] = new(StatusCodes.Status404NotFound, "unknown_sender", "The collection point belongs to another sender, or there is none of that id."),
        ["Consent.UnknownNotice"] = new(StatusCodes.Status404NotFound, "unknown_notice_version", "The sender has no published wording of that id."),
        ["Consent.UnknownCells"] = new(StatusCodes.Status422UnprocessableEntity, "cells_unknown", "Send channels (sms, call) and messageTypes (informational, advertising, promotional), or cells such as sms-promotional."),
        ["Consent.UnknownMethod"] = new(StatusCodes.Status422UnprocessableEntity, "method_unknown", "Send tickedBox, link, smsKeyword, spoken or paper."),
        ["Consent.UnknownLanguage"] = new(StatusCodes.Status422UnprocessableEntity, "language_unknown", "Send the language in which the wording was shown; it has to have one in it."),
        ["Consent.NoTime"] = new(StatusCodes.Status422UnprocessableEntity, "time_missing", "Send occurredAt: when the person acted, with its offset from UTC."),
        ["Consent.InTheFuture"] = new(StatusCodes.Status422UnprocessableEntity, "time_in_future", "occurredAt lies in the future. Check the clock of your system."),
        ["Consent.BeforePublication"] = new(StatusCodes.Status422UnprocessableEntity, "time_before_notice", "occurredAt is older than the wording: it cannot have been shown then."),
        ["Consent.ReferenceLength"] = new(StatusCodes.Status422UnprocessableEntity, "reference_too_long", "externalRef has at most 64 characters."),
        ["Consent.BadTime"] = new(StatusCodes.Status422UnprocessableEntity, "time_invalid", "Send occurredAt as 2026-11-23T14:05:00+00:00, with the offset from UTC."),
        ["Consent.BoxNotTicked"] = new(StatusCodes.Status422UnprocessableEntity, "box_not_ticked", "The evidence says that this box was not ticked: that is no consent."),
        ["Consent.FieldMissing"] = new(StatusCodes.Status422UnprocessableEntity, "field_missing", "The collection point declares this field as required."),
        ["Consent.UndeclaredField"] = new(StatusCodes.Status422UnprocessableEntity, "field_not_declared", "The collection point does not declare this field."),
        ["Ledger.NewerWithdrawal"] = new(StatusCodes.Status409Conflict, "newer_withdrawal", "She withdrew or refused after this. Only a newer act of hers gives consent again."),
        ["Ledger.Maintenance"] = ApiProblem.Maintenance,
        ["Ledger.Erased"] = new(StatusCodes.Status409Conflict, "erased", "The person's data has been erased."),
        ["Ledger.UnpublishedNotice"] = new(StatusCodes.Status404NotFound, "unknown_notice_version", "The sender has no published wording of that id."),
    };

    public static ApiProblem Of(Error error) => error switch
    {
        { Key: "Ledger.EvidenceMissing" } => new(StatusCodes.Status422UnprocessableEntity, "evidence_missing", "Without this proof the consent does not count as given.", $"evidence.{error.Field}"),
        { Field: "phone" or "region" } when error.Key.StartsWith("Phone.", StringComparison.Ordinal) => ApiProblem.PhoneInvalid(error.Field),
        { Key: "Consent.UndeclaredField" or "Consent.FieldMissing" or "Consent.BoxNotTicked" } => Table[error.Key] with { Field = ApiBody.Name(error.Field) },
        _ => Table[error.Key] is { Field: null } problem ? problem with { Field = error.Field } : Table[error.Key],
    };
}
