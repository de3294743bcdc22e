using System.Globalization;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Operations.ConsentLedger;

public sealed class ListeningTests
{
    [Fact]
    public async Task A_listener_hears_in_its_own_language_whoever_writes()
    {
        await using var here = await Installation.CreateAsync();
        var heard = new TaskCompletionSource<string>();
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        using var listening = here.Get<LedgerFeed>().Subscribe(_ => heard.TrySetResult(CultureInfo.CurrentUICulture.Name));

        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ru");
        await here.Ledger.RecordAsync(here.OptIn(1));

        Assert.Equal("en", await heard.Task);
    }
}
