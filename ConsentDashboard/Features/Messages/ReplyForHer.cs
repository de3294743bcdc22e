using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.OptOut.Inbound;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Links;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Messages;

/// <summary>
/// In demo mode nothing leaves, so nobody can reply: this replies to a text in the person's place, and what follows is what
/// would follow from hers. Where a real gateway sends, only she can.
/// </summary>
public sealed class ReplyForHer(IDbContextFactory<DashboardDbContext> contexts, TextMessages texts, ReceiveReply receive, PublicAddress address, MessagesOptions options, TimeProvider clock)
{
    public const int MaxText = 300;

    public static readonly Error Gone = new("Message.Gone", ErrorKind.NotFound);

    /// <param name="Site">The address of the site as the browser sees it.</param>
    public sealed record Input(long MessageId, string Text, string Site);

    public async Task<Result<ReceivedReply>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ViewMessages);
        if (options.Gateway != MessageGateway.Demo)
        {
            throw new ForbiddenException(Permissions.ViewMessages);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var message = await db.Outbox.AsNoTracking().FirstOrDefaultAsync(m => m.Id == input.MessageId && m.Endpoint == TextMessages.Endpoint, cancellation);
        if (message is null || texts.Open(message) is not { } text)
        {
            return Gone;
        }

        var from = await db.SenderAddresses.AsNoTracking().Where(a => a.SenderId == text.SenderId).OrderBy(a => a.Id).FirstOrDefaultAsync(cancellation);
        var words = input.Text.Length > MaxText ? input.Text[..MaxText] : input.Text;
        return await receive.ExecuteAsync(
            new(from?.Source ?? "demo", $"demo-{Guid.CreateVersion7():N}", text.To, from?.Address ?? "", words, clock.UtcMilliseconds()),
            path => address.Of(path, input.Site),
            cancellation);
    }
}
