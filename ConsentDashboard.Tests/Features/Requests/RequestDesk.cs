using System.Text.RegularExpressions;
using ConsentDashboard.Components.Layout;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Requests;
using ConsentDashboard.Features.Requests.Answers;
using ConsentDashboard.Features.Requests.Deciding;
using ConsentDashboard.Features.Requests.Identity;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Requests;

/// <summary>An installation whose officer handles requests of people.</summary>
internal sealed partial class RequestDesk(Installation here) : IAsyncDisposable
{
    public const string Site = "https://desk.example/";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Installation Here { get; } = here;

    public static async Task<RequestDesk> OpenAsync(DatabaseProvider provider = DatabaseProvider.Sqlite) => new(await Installation.CreateAsync(provider, services =>
    {
        services.AddParts();
        services.AddLinks(null);
        services.AddRequests();
    }));

    public async Task<PublicId> EnterAsync(RequestKind kind, int number = 1, long? sender = null, RequestLaw law = RequestLaw.Gdpr, DateTime? at = null)
    {
        var entered = await Here.Get<EnterRequest>().ExecuteAsync(
            new() { Number = Here.Number(number).Value, Law = law, Kind = kind, ReceivedBy = "letter", ReceivedAt = at ?? Here.Database.Now, SenderId = sender, Details = "What do you hold?" }, Staff.Officer, Token);
        Assert.Null(entered.Error);
        return entered.Value;
    }

    public async Task RecogniseAsync(PublicId id) =>
        Assert.Null((await Here.Get<VerifyOtherwise>().ExecuteAsync(new(id, "signed-letter", "letter 17"), Staff.Officer, Token)).Error);

    public Task<Result> SendCodeAsync(PublicId id) => Here.Get<SendRequestCode>().ExecuteAsync(id, Staff.Officer, Token);

    public Task<Result> CheckAsync(PublicId id, string code) => Here.Get<VerifyByCode>().ExecuteAsync(new(id, code), Staff.Officer, Token);

    public Task<Result> PrepareAsync(PublicId id) => Here.Get<PrepareAnswer>().ExecuteAsync(new(id, Site), Staff.Officer, Token);

    public Task<Result<Stream>> DownloadAsync(PublicId id, bool asPage = false) => Here.Get<DownloadAnswer>().ExecuteAsync(id, asPage, Staff.Officer, Token);

    public Task<Result> CloseAsync(PublicId id, RequestOutcome outcome, string? reason = null) => Here.Get<CloseRequest>().ExecuteAsync(new(id, outcome, reason), Staff.Officer, Token);

    public async Task<PersonRequest> FindAsync(PublicId id)
    {
        await using var db = Here.Open();
        return await db.PersonRequests.AsNoTracking().SingleAsync(r => r.PublicId == id, Token);
    }

    /// <summary>The six digits of the newest code.</summary>
    public async Task<string> CodeAsync()
    {
        await using var db = Here.Open();
        var row = await db.Outbox.Where(m => m.Kind == MessageKinds.RequestCode).OrderByDescending(m => m.Id).FirstAsync(Token);
        return Digits().Match(Here.Get<TextMessages>().Open(row)!.Text).Value;
    }

    public async Task<ConsentAct> HoldAsync()
    {
        await using var db = Here.Open();
        var person = await db.Subscribers.Where(s => s.ErasedAt == null).Select(s => s.Id).SingleAsync(Token);
        var hold = new ConsentAct { SubscriberId = person, Type = ConsentEventType.HoldPlaced, Source = Source.Staff, OccurredAt = Here.Database.Now, Actor = Staff.Officer, IntervalReason = "a lawsuit" };
        Assert.False((await Here.Ledger.RecordAsync(hold)).Failed);
        return hold with { EventKey = Guid.CreateVersion7(), Type = ConsentEventType.HoldReleased };
    }

    /// <summary>A registry says that her number is somebody else's by now.</summary>
    public async Task ReassignAsync()
    {
        await using var db = Here.Open();
        Assert.False((await Here.Ledger.RecordAsync(new()
        {
            SubscriberId = await db.Subscribers.Select(s => s.Id).SingleAsync(Token),
            Type = ConsentEventType.ReachabilityChanged,
            Source = Source.Api,
            OccurredAt = Here.Database.Now,
            Actor = Staff.Officer,
            Reachability = new(ReachabilityStatus.Reassigned, "registry"),
        })).Failed);
    }

    public ValueTask DisposeAsync() => Here.DisposeAsync();

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex Digits();
}
