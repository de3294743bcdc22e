using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Senders;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Senders;

/// <summary>Brings the stored purposes of a sender to what was typed.</summary>
internal sealed class SenderPurposes(DashboardDbContext db, long senderId)
{
    /// <summary>Those that were added or given other words.</summary>
    public List<Purpose> Changed { get; } = [];

    public async Task<Error?> ApplyAsync(SenderForm input)
    {
        var stored = await db.Purposes.Where(p => p.SenderId == senderId).ToListAsync();
        var uses = await SenderQueries.UsesAsync(db, senderId, CancellationToken.None);
        foreach (var gone in stored.Where(p => !input.Purposes.Exists(row => row.PublicId == p.PublicId)))
        {
            if (uses.ContainsKey(gone.Id))
            {
                return SenderErrors.At("PurposeUsed", nameof(input.Purposes));
            }

            db.Remove(gone);
        }

        foreach (var (index, row) in input.Purposes.Index())
        {
            if (Apply(row, stored.Find(p => p.PublicId == row.PublicId), uses) is { } refused)
            {
                return refused with { Field = SenderRules.Field(nameof(input.Purposes), index, nameof(row.Code)) };
            }
        }

        return null;
    }

    private Error? Apply(PurposeForm row, Purpose? purpose, Dictionary<long, bool> uses)
    {
        var words = (row.Code.Trim(), row.TextEn.Trim(), row.TextRu.Trim());
        if (purpose is not null && words == (purpose.Code, purpose.TextEn, purpose.TextRu))
        {
            return null;
        }

        // The words are part of the content hash of each version that names them.
        if (purpose is not null && uses.GetValueOrDefault(purpose.Id))
        {
            return SenderErrors.At("PurposePublished", "");
        }

        if (purpose is null)
        {
            purpose = new() { SenderId = senderId, PublicId = PublicId.Create() };
            db.Add(purpose);
        }

        (purpose.Code, purpose.TextEn, purpose.TextRu) = words;
        Changed.Add(purpose);
        return null;
    }
}
