using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Imports;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Imports;

/// <summary>Sentences about imports that need more than one word.</summary>
public sealed class ImportWords(IStringLocalizer<ImportsText> text, IStringLocalizer<ImportReadingText> reading, IStringLocalizer<ErrorsText> errors)
{
    public string Text(string key) => text[key];

    public string Of(Error error) => error.Kind == ErrorKind.Refused ? Failure(error.Key, error.Field) : OfKey(error.Key);

    // The field of a refused file is a place in it: a column may well be called as a field of ours.
    public string? Of(Error? error, string field) => error is { Kind: ErrorKind.Invalid } && error.Field == field ? OfKey(error.Key) : null;

    public string Of(ImportVerdict verdict) => text[$"Verdict.{verdict}"];

    /// <summary>"The date lies in the future (consent_date)."; nothing for no reason.</summary>
    public string? Of(VerdictReason? reason) => reason is null ? null : reason.Column is { } column ? $"{OfKey(reason.Key)} ({column})" : OfKey(reason.Key);

    /// <summary>What went wrong, and in which row or under which reference.</summary>
    public string Failure(string key, string? details) => string.IsNullOrEmpty(details) ? OfKey(key)
        : long.TryParse(details, NumberStyles.None, CultureInfo.InvariantCulture, out var row) && key.StartsWith("Import.", StringComparison.Ordinal) ? text["Failure.Row", OfKey(key), row.ToString("N0", CultureInfo.CurrentCulture)]
        : $"{OfKey(key)} ({details})";

    public string Rows(long number) => text.Count("Rows", number);

    /// <summary>"Consents: 1,204 · opt-outs: 3 · without effect: 31".</summary>
    public string Brief(ImportCounts counts) => text["Brief", Number(Consents(counts)), Number(counts[ImportVerdict.Lowers]), Number(counts.Total - Consents(counts) - counts[ImportVerdict.Lowers])];

    /// <summary>Exactly what a run will write.</summary>
    public string WillWrite(ImportCounts counts)
    {
        var (consents, optOuts, unknown) = (Consents(counts), counts[ImportVerdict.Lowers], counts[ImportVerdict.NoProof]);
        return consents + optOuts + unknown == 0 ? text["WillWrite.Nothing"] : text["WillWrite", Number(consents), Number(optOuts), Number(unknown), Number(counts.Total - consents - optOuts - unknown)];
    }

    public string WillUndo(ImportCounts counts) => text["Undo.Text", Number(Consents(counts))];

    private static long Consents(ImportCounts counts) => counts[ImportVerdict.New] + counts[ImportVerdict.Renews];

    private static string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);

    private string OfKey(string key) => text[key] is { ResourceNotFound: false } own ? own.Value
        : reading[key] is { ResourceNotFound: false } read ? read.Value
        : errors[key] is { ResourceNotFound: false } error ? error.Value
        : text["Reason.Other", key];
}
