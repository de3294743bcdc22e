using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Operations.Subscribers;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Subscribers;

public sealed class FindingSubscribersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_subscriber_is_found_by_number_and_by_public_id(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var recorded = (await here.Ledger.RecordAsync(here.OptIn(7))).Value!;
        var directory = here.Get<SubscriberDirectory>();

        var byNumber = await directory.FindByNumberAsync(here.Number(7), Cancellation);
        var byId = await directory.FindAsync(recorded.PublicId, Cancellation);

        Assert.Equal(recorded.SubscriberId, byNumber!.Id);
        Assert.Equal(recorded.SubscriberId, byId!.Id);
    }

    [Fact]
    public async Task An_unknown_number_and_an_unknown_id_find_nobody()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(7));
        var directory = here.Get<SubscriberDirectory>();

        Assert.Null(await directory.FindByNumberAsync(here.Number(8), Cancellation));
        Assert.Null(await directory.FindAsync(PublicId.Create(), Cancellation));
    }

    [Fact]
    public async Task A_number_is_found_after_its_hash_was_wrapped_again()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(7));
        var vault = new NumberVault(KeyStore.Fixed(new([.. TestKeys.Ring.All, TestKeys.Key(KeyPurpose.Index, 2)])));
        await using var db = here.Open();
        var row = await db.Subscribers.SingleAsync(Cancellation);
        row.BlindIndex = vault.WrapOnce(row.BlindIndex!, 2);
        await db.SaveChangesAsync(Cancellation);
        await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(head => head.IndexGeneration, 2), Cancellation);

        Assert.NotNull(await new SubscriberDirectory(here.Database.Contexts, vault).FindByNumberAsync(here.Number(7), Cancellation));
    }
}
