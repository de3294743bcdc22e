using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Security.Numbers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConsentDashboard.Benchmarks;

/// <summary>The usual way to answer the same question: for each number its entities, and then a look at them.</summary>
internal sealed class NaiveDecider(WebApplication app) : IAsyncDisposable
{
    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<NaiveDecider> StartAsync(BenchDatabase database)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var vault = database.Get<NumberVault>();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/", async (Question question) =>
        {
            await using var db = database.Open();
            List<Answer> answers = [];
            foreach (var (phone, index) in question.Phones.Select((phone, index) => (phone, index)))
            {
                var number = NumberFormats.Parse(phone, "US");
                answers.Add(new(index, !number.Failed && await MayAsync(db, vault.BlindIndex(number.Value.Value, 1), question, database.Now)));
            }

            return Results.Ok(answers);
        });
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task<bool> MayAsync(DashboardDbContext db, byte[] index, Question question, DateTime now)
    {
        var subscriber = await db.Subscribers.FirstOrDefaultAsync(s => s.BlindIndex == index);
        if (subscriber is null)
        {
            return false;
        }

        var consents = await db.Consents.Where(c => c.SubscriberId == subscriber.Id).ToListAsync();
        var stops = await db.Suppressions.Where(x => x.BlindIndex == index && x.EndedAt > now).ToListAsync();
        var holds = await db.Holds.Where(h => h.SubscriberId == subscriber.Id).ToListAsync();
        var pauses = await db.Pauses.Where(p => p.SubscriberId == subscriber.Id).ToListAsync();
        var cell = consents.Find(c => c.SenderId == question.SenderId && c.Kind == ConsentKind.Contact && c.Channel == Channel.Sms && c.MessageType == MessageType.Promotional);
        return cell is { State: ConsentState.Given }
            && cell.ExpiresAt > now
            && !stops.Exists(x => (x.SenderId ?? question.SenderId) == question.SenderId && (x.Cells & ConsentCells.SmsPromotional) != ConsentCells.None && (x.Absolute || x.Since >= cell.GivenAt))
            && !holds.Exists(h => h.To > now)
            && !pauses.Exists(p => p.To > now);
    }

    public sealed record Question(long SenderId, string[] Phones);

    private sealed record Answer(int Index, bool Allowed);
}
