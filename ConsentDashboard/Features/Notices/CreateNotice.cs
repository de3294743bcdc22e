using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Notices;

/// <summary>Begins a notice with an empty draft. Its sender and kind never change: both are part of what is published.</summary>
public sealed class CreateNotice(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit, TimeProvider clock)
{
    public sealed class Input
    {
        public string Name { get; set; } = "";

        public long? SenderId { get; set; }

        public ConsentKind Kind { get; set; } = ConsentKind.Contact;
    }

    /// <returns>The id of the notice.</returns>
    public async Task<Result<PublicId>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageCollection);
        Error? refusal = input switch
        {
            _ when string.IsNullOrWhiteSpace(input.Name) => NoticeErrors.NoName,
            { Name.Length: > 200 } => NoticeErrors.TooLong(NoticeFields.Name),
            { SenderId: null } => NoticeErrors.UnknownSender,
            _ when !Enum.IsDefined(input.Kind) => NoticeErrors.UnknownKind,
            _ => null,
        };
        if (refusal is not null)
        {
            return refusal;
        }

        // The real id comes with the insert, and goes into the version that names it.
        var notice = new Notice { Id = -1, PublicId = PublicId.Create(), SenderId = input.SenderId!.Value, Kind = input.Kind, Name = input.Name.Trim(), CreatedAt = clock.UtcMilliseconds() };
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            if (!await db.Senders.AnyAsync(s => s.Id == notice.SenderId, CancellationToken.None))
            {
                return NoticeErrors.UnknownSender;
            }

            db.Add(notice).Property(n => n.Id).IsTemporary = true;
            db.Add(new NoticeVersion { PublicId = PublicId.Create(), NoticeId = notice.Id, Number = 1, Status = NoticeStatus.Draft });
            await db.SaveChangesAsync(CancellationToken.None);
        }

        await audit.RecordAsync(new(actor, AuditAction.NoticeSaved, Subject: $"{notice.PublicId}"), CancellationToken.None);
        return notice.PublicId;
    }
}
