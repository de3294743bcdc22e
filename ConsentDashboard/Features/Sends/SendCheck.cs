using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Operations.Sends;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Sends;

/// <summary>A call that can be counted.</summary>
/// <param name="Sender">The sender's public id.</param>
/// <param name="Sent">What it was.</param>
/// <param name="To">The numbers that are some.</param>
/// <param name="Errors">The others.</param>
internal sealed record CheckedSends(PublicId Sender, SentMessages Sent, IReadOnlyList<SentTo> To, IReadOnlyList<SendError> Errors);

/// <summary>Reads a call. One number that is none refuses only itself: the others were sent all the same.</summary>
internal sealed class SendCheck(IDbContextFactory<DashboardDbContext> contexts, TimeProvider clock)
{
    public const int MaxMessages = 10_000;

    public async Task<Result<CheckedSends>> ExecuteAsync(SendsRequest request, ApiClient client)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var sender = PublicId.TryParse(request.Sender, out var id)
            ? await db.Senders.Where(s => s.PublicId == id).Select(s => new { s.Id, s.PublicId, s.DefaultRegion }).FirstOrDefaultAsync()
            : null;
        var (channel, type) = (ApiWords.ChannelOf(request.Channel), ApiWords.TypeOf(request.MessageType));
        var at = SendTimes.Of(request.SentAt, request.SentOn, clock.UtcMilliseconds());
        if ((Wrong(request, client, sender?.Id, channel, type) ?? at.Error) is { } wrong)
        {
            return wrong;
        }

        List<SentTo> numbers = new(request.Messages!.Count);
        List<SendError> errors = [];
        foreach (var (index, message) in request.Messages.Index())
        {
            var number = NumberFormats.Parse(message?.Phone, request.Region ?? sender!.DefaultRegion);
            if (number.Failed || message!.Count is < 1 or > CountSends.MostToOne)
            {
                errors.Add(new(index, number.Failed ? SendErrors.InvalidNumber : SendErrors.InvalidCount));
            }
            else
            {
                numbers.Add(new(number.Value, message.Count ?? 1));
            }
        }

        return new CheckedSends(sender!.PublicId, new(sender.Id, channel!.Value, type!.Value, at.Value), numbers, errors);
    }

    private static Error? Wrong(SendsRequest request, ApiClient client, long? sender, Channel? channel, MessageType? type) => request switch
    {
        _ when sender is null => SendErrors.UnknownSender,
        _ when !client.MaySpeakFor(sender.Value) => SendErrors.OtherSender,
        _ when channel is null => SendErrors.UnknownChannel,
        _ when type is null => SendErrors.UnknownType,
        { Messages: null or { Count: 0 } } => SendErrors.NoMessages,
        { Messages.Count: > MaxMessages } => SendErrors.TooMany,
        { Region: { } region } when !NumberFormats.IsKnownRegion(region) => SendErrors.UnknownRegion,
        _ => null,
    };
}
