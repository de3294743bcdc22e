using System.Security.Cryptography;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.OptOut;

/// <summary>What became of one line; <paramref name="Error"/> is null where the number is withdrawn, durably.</summary>
public readonly record struct WithdrawnLine(int Line, Error? Error);

/// <summary>
/// Withdraws a list of numbers from all senders, as a list of opt-outs kept elsewhere brings them. The same list again,
/// after a kill for instance, records no line twice.
/// </summary>
public sealed class WithdrawList(LedgerWriter ledger, KeyStore keys, TimeProvider clock)
{
    private const int AtOnce = 64;

    /// <param name="Lines">One number a line, in any common format; empty lines are passed over.</param>
    /// <param name="Region">ISO 3166 region for numbers without a calling code.</param>
    public sealed record Input(IReadOnlyList<string> Lines, string Region);

    /// <param name="input">The list.</param>
    /// <param name="actor">Who withdraws; needs <see cref="Permissions.WithdrawConsent"/>.</param>
    /// <param name="acknowledge">Told of each line once its withdrawal is durable, or why it is none; from several threads.</param>
    /// <param name="cancellation">Stops before the next line; what has begun runs to its end.</param>
    /// <returns>How many lines were withdrawn.</returns>
    public async Task<int> ExecuteAsync(Input input, Actor actor, Action<WithdrawnLine> acknowledge, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.WithdrawConsent);
        var list = ListKey(input.Lines);
        var withdrawn = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Enumerable.Range(1, input.Lines.Count).Where(line => !string.IsNullOrWhiteSpace(input.Lines[line - 1])), options, async (line, _) =>
        {
            var error = await WithdrawAsync(input, line, list, actor);
            if (error is null)
            {
                Interlocked.Increment(ref withdrawn);
            }

            acknowledge(new(line, error));
        });
        return withdrawn;
    }

    private async Task<Error?> WithdrawAsync(Input input, int line, byte[] list, Actor actor)
    {
        var raw = input.Lines[line - 1].Trim();
        var number = NumberFormats.Parse(raw, input.Region);
        if (number.Failed)
        {
            return number.Error;
        }

        var act = new ConsentAct
        {
            EventKey = LineKey(list, line),
            Number = number.Value,
            Type = ConsentEventType.Withdrawn,
            Cells = ConsentCells.All,
            Assurance = Assurance.Asserted,
            Source = Source.System,
            Method = Method.ImportedRecord,
            OccurredAt = clock.UtcMilliseconds(),
            Actor = actor,
            Evidence = new() { RawPhone = raw, Operator = actor.Key, Note = $"line {line} of a list of opt-outs" },
        };
        return (await ledger.RecordAsync(act, new(actor, AuditAction.ConsentWithdrawn))).Error;
    }

    // Keyed, because a plain hash of a list of one number could be searched for.
    private byte[] ListKey(IReadOnlyList<string> lines) =>
        HMACSHA256.HashData(keys.Current.Seal.Material, System.Text.Encoding.UTF8.GetBytes($"list\n{string.Join('\n', lines)}"));

    private static Guid LineKey(byte[] list, int line) =>
        new(SHA256.HashData([.. list, .. BitConverter.GetBytes(line)]).AsSpan(0, 16), bigEndian: true);
}
