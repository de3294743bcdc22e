using ConsentDashboard.Domain;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Bundles;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Commands;

internal static class LedgerCommands
{
    public static readonly Command VerifyLedger = new("verify-ledger", "checks every event, proof, batch, number, suppression and consent; 1 and the first broken event when it does not hold", VerifyAsync) { WorksBeforeReplay = true };

    public static readonly Command VerifyAudit = new("verify-audit", "checks the audit trail; 1 and the first broken entry when it does not hold", VerifyAuditAsync) { WorksBeforeReplay = true };

    public static readonly Command RebuildConsents = new("rebuild-consents", "rebuilds the consents and the counters from the events, while the app goes on", RebuildAsync);

    public static readonly Command VerifyBundle = new("verify-bundle", "checks one person's bundle; needs nothing but the file", VerifyBundleAsync)
    {
        Argument = "FILE",
        NeedsDatabase = false,
    };

    public static readonly Command VerifyCertificate = new("verify-certificate", "checks the certificate of a retention run; needs nothing but the file", VerifyCertificateAsync)
    {
        Argument = "FILE",
        Options = [new("key", "the fingerprint that the signing key must have; without it any key counts, and is named", "FINGERPRINT")],
        NeedsDatabase = false,
    };

    public static readonly Command ExportBundle = new("export-bundle", "writes one person's proof to a new FILE, number and evidence included; leaves an audit entry", ExportBundleAsync)
    {
        Argument = "FILE",
        Options = [new("subscriber", "the eleven characters at the end of the address of her page", "ID", IsRequired: true), new("reason", "why it is taken out", "TEXT", IsRequired: true)],
    };

    private static async Task<int> VerifyAsync(CommandContext context)
    {
        var clock = context.Services.GetRequiredService<TimeProvider>();
        var started = clock.GetTimestamp();
        var report = await context.Services.GetRequiredService<LedgerVerification>().VerifyAsync(Actor.System("verify-ledger"), new EverySecond<long>(context.Error, clock, events => $"{events} events"), context.Cancellation);
        await context.Out.WriteLineAsync($"{report.Events} events in {report.Batches} batches, {report.Subscribers} subscribers and {report.AuditEntries} audit entries checked in {clock.GetElapsedTime(started).TotalSeconds:F1} s; the journal knows batch {report.AnchoredSeq}.");
        await RecordAsync(context, report);
        return await ReportAsync(context, report.Findings, "The ledger holds.");
    }

    // A database that is damaged may take no entry; what was found counts all the same.
    private static async Task RecordAsync(CommandContext context, LedgerReport report)
    {
        try
        {
            await context.Services.GetRequiredService<VerifyAndRecord>().RecordAsync(report, Actor.System("verify-ledger"));
        }
        catch (Exception e) when (e is System.Data.Common.DbException or InvalidOperationException or Microsoft.EntityFrameworkCore.DbUpdateException)
        {
            await context.Error.WriteLineAsync("The outcome could not be put into the audit trail.");
        }
    }

    private static async Task<int> VerifyAuditAsync(CommandContext context)
    {
        var report = await context.Services.GetRequiredService<LedgerVerification>().VerifyAuditAsync(Actor.System("verify-audit"), context.Cancellation);
        await context.Out.WriteLineAsync($"{report.AuditEntries} audit entries checked.");
        return await ReportAsync(context, report.Findings, "The audit trail holds.");
    }

    private static async Task<int> ReportAsync(CommandContext context, IReadOnlyList<Finding> findings, string holds)
    {
        if (findings.Count == 0)
        {
            await context.Out.WriteLineAsync(holds);
            return ExitCodes.Done;
        }

        await context.Out.WriteLineAsync(findings[0].EventId is { } first ? $"DOES NOT HOLD. The first broken event is {first}." : "DOES NOT HOLD.");
        foreach (var finding in findings)
        {
            await context.Out.WriteLineAsync($"  {finding.Kind}: {finding.Detail}");
        }

        return ExitCodes.Failed;
    }

    private static async Task<int> RebuildAsync(CommandContext context)
    {
        var clock = context.Services.GetRequiredService<TimeProvider>();
        var done = await context.Services.GetRequiredService<RebuildConsents>().ExecuteAsync(Actor.System("rebuild-consents"), new EverySecond<long>(context.Error, clock, seen => $"{seen} subscribers"), context.Cancellation);
        await context.Out.WriteLineAsync($"{done.Subscribers} subscribers gone through; {done.Mended} had consents that differed from their events and were mended.");
        var counted = await context.Services.GetRequiredService<RecountCounters>().ExecuteAsync(Actor.System("rebuild-consents"), new EverySecond<long>(context.Error, clock, events => $"{events} events"), context.Cancellation);
        await context.Out.WriteLineAsync($"{counted.Events} events counted; {counted.Mended} counters differed and were mended.");
        return ExitCodes.Done;
    }

    private static async Task<int> VerifyCertificateAsync(CommandContext context)
    {
        var report = CertificateVerification.Verify(await ReadAsync(context));
        if (report.Holds && context.Input.Value("key") is { } key && !key.Trim().Equals(report.KeyFingerprint, StringComparison.OrdinalIgnoreCase))
        {
            report = report with { Broken = "It was signed by another key." };
        }

        if (report.Certificate is { } certificate)
        {
            await context.Out.WriteLineAsync($"{certificate.SentenceEn} Run {certificate.Run}, {certificate.Outcome}: {certificate.Cleaned} of {certificate.Approved} cleaned, {certificate.Held} on hold, {certificate.NoLongerDue} no longer due.");
            await context.Out.WriteLineAsync($"Signed by key {report.KeyFingerprint}");
        }

        await context.Out.WriteLineAsync(report.Broken is { } broken ? $"DOES NOT HOLD. {broken}" : "The certificate holds. Compare the key's fingerprint with the one that the installation publishes.");
        return report.Holds ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task<byte[]> ReadAsync(CommandContext context)
    {
        try
        {
            return await File.ReadAllBytesAsync(context.Input.Argument, context.Cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{context.Input.Argument} cannot be read: {e.Message}");
        }
    }

    private static async Task<int> VerifyBundleAsync(CommandContext context)
    {
        var report = BundleVerification.Verify(await ReadAsync(context));
        await context.Out.WriteLineAsync($"{report.Events} events, signed by {string.Join(", ", report.KeyFingerprints.Select(print => $"key {print}"))}");
        await context.Out.WriteLineAsync(report.Broken is { } broken ? $"DOES NOT HOLD. {broken}" : "The bundle holds. Compare the key's fingerprint with the one that the installation publishes.");
        return report.Holds ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task<int> ExportBundleAsync(CommandContext context)
    {
        if (!PublicId.TryParse(context.Input.Value("subscriber"), out var subscriber))
        {
            throw new CommandException("The subscriber is not an id of eleven characters.");
        }

        var bundle = await context.Services.GetRequiredService<ExportPersonBundle>().ExecuteAsync(new(subscriber, context.Input.Value("reason")!), Actor.System("export-bundle"), context.Cancellation);
        if (bundle.Failed)
        {
            throw new CommandException(bundle.Error.Kind == ErrorKind.NotFound ? "There is no subscriber of that id." : "The reason has to be 3 to 500 characters long and hold no phone number.");
        }

        try
        {
            await using var file = new FileStream(context.Input.Argument, FileMode.CreateNew, FileAccess.Write);
            await file.WriteAsync(bundle.Value, context.Cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{context.Input.Argument} cannot be written: {e.Message}");
        }

        return ExitCodes.Done;
    }
}
