using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Messages;

/// <summary>
/// In demo mode nothing leaves, so nobody can reply: this replies YES to a text in the person's place. Where a real
/// gateway sends, only she can.
/// </summary>
public sealed class ReplyYes(IDbContextFactory<DashboardDbContext> contexts, TextMessages texts, ConfirmOptIn confirm, MessagesOptions options)
{
    public sealed record Input(long MessageId);

    public async Task<Result<RecordedAct>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ViewMessages);
        if (options.Gateway != MessageGateway.Demo)
        {
            throw new ForbiddenException(Permissions.ViewMessages);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var message = await db.Outbox.AsNoTracking().FirstOrDefaultAsync(m => m.Id == input.MessageId && m.Kind == MessageKinds.ConfirmationCode, cancellation);
        return message is { SubscriberId: { } subscriber } && texts.Open(message) is { } text
            ? await confirm.ByReplyAsync(subscriber, text.SenderId, new() { MessageId = $"demo-{Guid.CreateVersion7():N}", RawText = "YES" }, cancellation: cancellation)
            : CollectionErrors.NothingPending;
    }
}
