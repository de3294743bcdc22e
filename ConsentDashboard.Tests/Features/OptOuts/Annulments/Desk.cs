using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Features.OptOuts;
using ConsentDashboard.Features.OptOuts.Annulments;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.OptOut;
using ConsentDashboard.Operations.OptOut.Bursts;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.OptOuts.Annulments;

/// <summary>An installation in which withdrawals are passed on by others.</summary>
internal sealed class Desk(Installation here) : IAsyncDisposable
{
    public static readonly Actor Second = Actor.User("second", "Second Officer", [Roles.ComplianceOfficer]);

    public Installation Here { get; } = here;

    public RequestAnnulment Request => Here.Get<RequestAnnulment>();

    public DecideAnnulment Decide => Here.Get<DecideAnnulment>();

    public CloseBurst Close => Here.Get<CloseBurst>();

    public static async Task<Desk> OpenAsync(DatabaseProvider provider = DatabaseProvider.Sqlite) =>
        new(await Installation.CreateAsync(provider, services => services.AddOptOuts()));

    /// <summary>Somebody enters a number in the public form: from all senders.</summary>
    public Task<ConsentEvent> FormAsync(int number, string ip = "198.51.100.7") => WithdrawAsync(new()
    {
        Number = Here.Number(number),
        Type = ConsentEventType.Withdrawn,
        Cells = ConsentCells.All,
        Assurance = Assurance.Asserted,
        Source = Source.ContactForm,
        Method = Method.Form,
        OccurredAt = Here.Database.Now,
        Actor = Actor.Person,
        Origin = Here.Get<Origins>().OfAddress(ip),
    });

    /// <summary>An agent passes on what a caller says.</summary>
    public Task<ConsentEvent> CallAsync(int number, Sender? sender = null, Actor? agent = null) => WithdrawAsync(new()
    {
        Number = Here.Number(number),
        Type = ConsentEventType.Withdrawn,
        SenderId = sender?.Id,
        Cells = ConsentCells.All,
        Assurance = Assurance.Asserted,
        Source = Source.Staff,
        Method = Method.Call,
        OccurredAt = Here.Database.Now,
        Actor = agent ?? Staff.SupportAgent,
        Origin = Here.Get<Origins>().OfAgent(agent ?? Staff.SupportAgent),
    });

    /// <summary>So many from one address, grouped.</summary>
    public async Task BurstAsync(int count)
    {
        for (var n = 1; n <= count; n++)
        {
            await FormAsync(n);
        }

        await LookAsync();
    }

    public Task<int> LookAsync() => Here.Get<BurstFinder>().LookAsync(Here.Database.Now.AddMinutes(-1));

    public Task<Result<int>> AskAsync(ConsentEvent withdrawal, Actor? actor = null) =>
        Request.ExecuteAsync(new() { Withdrawal = withdrawal.EventKey, Reason = "a prank by a colleague", EvidenceReference = "recording 17" }, actor ?? Staff.Officer);

    public Task<Result<int>> AskAllAsync(WithdrawalBurst burst, Actor? actor = null) =>
        Request.ExecuteAsync(new() { Burst = burst.PublicId, Reason = "a script", EvidenceReference = "ticket 42" }, actor ?? Staff.Officer);

    public Task<Result<int>> DecideAsync(AnnulmentRequest request, Actor? actor = null, bool approves = true) =>
        Decide.ExecuteAsync(new() { Request = request.PublicId, Approves = approves, Note = "heard the recording" }, actor ?? Second);

    public async Task<List<AnnulmentRequest>> RequestsAsync()
    {
        await using var db = Here.Open();
        return await db.AnnulmentRequests.AsNoTracking().OrderBy(r => r.Id).ToListAsync();
    }

    public async Task<List<WithdrawalBurst>> BurstsAsync()
    {
        await using var db = Here.Open();
        return await db.WithdrawalBursts.AsNoTracking().OrderBy(b => b.Id).ToListAsync();
    }

    public async Task<List<ConsentEvent>> AnnulledAsync()
    {
        await using var db = Here.Open();
        return await db.ConsentEvents.AsNoTracking().Where(e => e.Type == ConsentEventType.Annulled).OrderBy(e => e.Id).ToListAsync();
    }

    public void Pass(TimeSpan time) => Here.Database.Clock.Advance(time);

    public ValueTask DisposeAsync() => Here.DisposeAsync();

    private async Task<ConsentEvent> WithdrawAsync(ConsentAct act)
    {
        var recorded = await Here.Ledger.RecordAsync(act);
        await using var db = Here.Open();
        return await db.ConsentEvents.AsNoTracking().SingleAsync(e => e.Id == recorded.Value!.EventId);
    }
}
