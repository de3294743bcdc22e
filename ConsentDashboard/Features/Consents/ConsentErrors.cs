using ConsentDashboard.Domain;

namespace ConsentDashboard.Features.Consents;

internal static class ConsentErrors
{
    public static readonly Error OtherSender = new("Consent.OtherSender", ErrorKind.Forbidden, "collectionPoint");
    public static readonly Error UnknownSender = new("Consent.UnknownSender", ErrorKind.NotFound, "sender");
    public static readonly Error UnknownNotice = new("Consent.UnknownNotice", ErrorKind.NotFound, "noticeVersion");
    public static readonly Error UnknownProcessing = new("Consent.UnknownNotice", ErrorKind.NotFound, "processingNoticeVersion");
    public static readonly Error UnknownCells = new("Consent.UnknownCells", ErrorKind.Invalid, "cells");
    public static readonly Error UnknownMethod = new("Consent.UnknownMethod", ErrorKind.Invalid, "method");
    public static readonly Error UnknownLanguage = new("Consent.UnknownLanguage", ErrorKind.Invalid, "language");
    public static readonly Error NoTime = new("Consent.NoTime", ErrorKind.Invalid, "occurredAt");
    public static readonly Error BadTime = new("Consent.BadTime", ErrorKind.Invalid, "occurredAt");
    public static readonly Error InTheFuture = new("Consent.InTheFuture", ErrorKind.Invalid, "occurredAt");
    public static readonly Error BeforePublication = new("Consent.BeforePublication", ErrorKind.Invalid, "occurredAt");
    public static readonly Error ReferenceLength = new("Consent.ReferenceLength", ErrorKind.Invalid, "externalRef");

    /// <summary>The field names what the collection point does not declare (minimisation).</summary>
    public static readonly Error UndeclaredField = new("Consent.UndeclaredField", ErrorKind.Invalid);

    public static readonly Error FieldMissing = new("Consent.FieldMissing", ErrorKind.Invalid);

    /// <summary>The evidence speaks against the consent.</summary>
    public static readonly Error BoxNotTicked = new("Consent.BoxNotTicked", ErrorKind.Invalid);
}
