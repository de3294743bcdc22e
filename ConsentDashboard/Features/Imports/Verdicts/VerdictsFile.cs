using System.Globalization;
using System.Text;
using System.Text.Json;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Imports.Verdicts;

/// <summary>Hands out the verdicts as CSV: row, verdict, what the dry run had said, reason; no number. Audited before the first byte leaves.</summary>
public sealed class VerdictsFile(ImportVerdicts verdicts, ImportWords words, AuditTrail audit)
{
    private const int Piece = 16 << 10;

    /// <param name="OnlyRejected">Only what became no consent and is no opt-out either.</param>
    public sealed record Input(PublicId Import, bool OnlyRejected);

    /// <summary>Rows that come to nothing, and that whoever keeps the list can mend or should know of.</summary>
    public static bool IsRejected(ImportVerdict verdict) => verdict is ImportVerdict.RefusedByRatchet or ImportVerdict.Suppressed or ImportVerdict.InvalidNumber
        or ImportVerdict.DuplicateInFile or ImportVerdict.NoProof or ImportVerdict.Problem;

    public async Task<Result<Func<Stream, Task>>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ViewImports);
        if (!verdicts.Exist(input.Import))
        {
            return ImportErrors.NoFile;
        }

        await audit.RecordAsync(new(actor, AuditAction.VerdictsDownloaded, Subject: $"{input.Import}", Details: JsonSerializer.Serialize(new { onlyRejected = input.OnlyRejected })), CancellationToken.None);
        return new Func<Stream, Task>(target => WriteAsync(target, input, actor, cancellation));
    }

    private async Task WriteAsync(Stream target, Input input, Actor actor, CancellationToken cancellation)
    {
        await using var text = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), Piece, leaveOpen: true) { NewLine = "\r\n" };
        await text.WriteLineAsync(string.Join(',', new[] { "File.Row", "File.Verdict", "File.Tried", "File.Reason" }.Select(key => Cell(words.Text(key)))));
        await foreach (var row in verdicts.ReadAsync(input.Import, actor, input.OnlyRejected ? row => IsRejected(row.Verdict) : null, cancellation: cancellation))
        {
            await text.WriteLineAsync($"{row.Row.ToString(CultureInfo.InvariantCulture)},{Cell(words.Of(row.Verdict))},{(row.Changed ? Cell(words.Of(row.Tried)) : "")},{Cell(words.Of(row.Reason))}".AsMemory(), cancellation);
        }

        await text.FlushAsync(cancellation);
    }

    // A reason may name a column as the file calls it: a spreadsheet must not take that for a formula.
    private static string Cell(string? text) => text switch
    {
        null or "" => "",
        ['=' or '+' or '-' or '@' or '\t' or '\r', ..] => $"\"'{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        _ when text.AsSpan().ContainsAny(",\"\r\n") => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        _ => text,
    };
}
