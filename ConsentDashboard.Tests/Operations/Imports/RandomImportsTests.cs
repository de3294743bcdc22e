using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Imports;

/// <summary>Random histories, then random lists with the same people in them, in any order and more than once.</summary>
public sealed class RandomImportsTests
{
    private static readonly Gen<ImportRow[]> Lists =
        (from phone in Gen.Int[1, History.Numbers + 2]
         from days in Gen.OneOf(Gen.Const((int?)null), Gen.Int[-5, 400].Select(days => (int?)days))
         from unsubscribed in Gen.Int[0, 4]
         from left in Gen.OneOf(Gen.Const((int?)null), Gen.Int[0, 900].Select(days => (int?)days))
         select ImportRoom.Row(0, phone, days) with
         {
             Unsubscribed = unsubscribed == 0,
             UnsubscribedAt = unsubscribed == 0 && left is { } ago ? new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(-ago) : null,
         }).Array[1, 12];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_run_does_what_the_dry_run_says_and_lets_nobody_in_who_is_out() => await Gen.Select(History.Steps, Lists).SampleAsync(
        async pair =>
        {
            await using var room = await ImportRoom.CreateAsync();
            await History.PlayAsync(room.Here, pair.Item1);
            var stopped = await StoppedAsync(room);

            var batch = await room.TryAsync(await room.UploadAsync([.. pair.Item2.Select((row, n) => row with { Number = n + 1 })]));
            var shown = await room.VerdictsAsync(batch);
            batch = await room.RunAsync(batch);
            var done = await room.VerdictsAsync(batch);

            Assert.Equal(batch.TriedCounts, batch.RunCounts);
            Assert.Equal(shown.Select(row => (row.Row, row.Verdict, row.Reason)), done.Select(row => (row.Row, row.Verdict, row.Reason)));
            AssertOneCounts(pair.Item2, done.ConvertAll(row => row.Verdict));
            foreach (var (phone, cell) in stopped)
            {
                var isAllowed = await room.Here.Get<DecideOne>().ExecuteAsync(room.Here.Number(phone), new(room.Here.Shop.Id, Cells.ChannelOf(cell), Cells.TypeOf(cell)), Cancellation) == DecisionReasons.None;
                Assert.False(isAllowed, $"Number {phone} may be contacted for {Cells.KeyOf(cell)}, though she had stopped that.");
            }

            Assert.True((await room.Here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Cancellation)).Holds);
        },
        iter: 40,
        threads: 1);

    private static void AssertOneCounts(ImportRow[] rows, List<ImportVerdict> verdicts)
    {
        foreach (var same in rows.Zip(verdicts).GroupBy(pair => pair.First.Phone))
        {
            var counts = same.Where(pair => pair.First.Unsubscribed).OrderByDescending(pair => pair.First.UnsubscribedAt ?? DateTime.MinValue).FirstOrDefault(same.First());
            Assert.All(same, pair => Assert.Equal(!ReferenceEquals(pair.First, counts.First), pair.Second == ImportVerdict.DuplicateInFile));
        }
    }

    // Whoever withdrew or refused, or is suppressed, and has not agreed again herself.
    private static async Task<List<(int Phone, int Cell)>> StoppedAsync(ImportRoom room)
    {
        List<(int, int)> stopped = [];
        await using var db = room.Here.Open();
        for (var phone = 1; phone <= History.Numbers + 2; phone++)
        {
            var index = room.Here.Database.Vault.BlindIndex(A.Number(phone), generation: 1);
            var person = await db.Subscribers.SingleOrDefaultAsync(s => s.BlindIndex == index, Cancellation);
            var cells = person is null ? [] : await db.Consents.Where(c => c.SubscriberId == person.Id && c.SenderId == room.Here.Shop.Id && c.Kind == ConsentKind.Contact).ToListAsync(Cancellation);
            var suppressions = await db.Suppressions.Where(s => s.BlindIndex == index && (s.SenderId == null || s.SenderId == room.Here.Shop.Id) && s.Kind == ConsentKind.Contact && s.EndedAt == Times.Never).ToListAsync(Cancellation);
            for (var cell = 0; cell < Cells.Count; cell++)
            {
                var bit = (ConsentCells)(1 << cell);
                var now = cells.Find(c => Cells.IndexOf(c.Channel, c.MessageType) == cell);
                var isOut = now is { State: not ConsentState.Given, StoppedAt: var at } && at != Times.NotYet;
                if (isOut || (now?.State != ConsentState.Given && suppressions.Exists(s => (s.Cells & bit) != ConsentCells.None)))
                {
                    stopped.Add((phone, cell));
                }
            }
        }

        return stopped;
    }
}
