using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Collection;

/// <summary>
/// At most three codes an hour to one number, and from one address: a stranger must not flood somebody with texts.
/// Each target has as many slots as sends are allowed, and a send takes one whose hour is over; two processes cannot take
/// the same one.
/// </summary>
public sealed class SendLimits(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, KeyStore keys, TimeProvider clock)
{
    public const int PerHour = 3;

    /// <param name="number">Where the code would go.</param>
    /// <param name="address">The IP address that asked; null where another system asks.</param>
    /// <returns>False: no more codes within this hour.</returns>
    public async Task<bool> TakeAsync(E164Number number, string? address)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        return await TakeAsync(Target("number", number.Value)) && (address is null || await TakeAsync(Target("address", address)));
    }

    /// <summary>At most three automatic answers an hour to one number.</summary>
    public async Task<bool> TakeAnswerAsync(E164Number number)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        return await TakeAsync(Target("answer", number.Value));
    }

    /// <summary>Removes what no longer counts.</summary>
    internal async Task ForgetAsync(CancellationToken cancellation)
    {
        var old = clock.UtcMilliseconds().AddHours(-1);
        using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.CodeSends.Where(s => s.At < old).ExecuteDeleteAsync(cancellation);
    }

    private async Task<bool> TakeAsync(byte[] target)
    {
        var now = clock.UtcMilliseconds();
        var old = now.AddHours(-1);
        for (byte slot = 0; slot < PerHour; slot++)
        {
            await using var db = await contexts.CreateDbContextAsync();
            if (await db.CodeSends.Where(s => s.Target == target && s.Slot == slot && s.At <= old).ExecuteUpdateAsync(set => set.SetProperty(s => s.At, now)) == 1)
            {
                return true;
            }

            if (!await db.CodeSends.AnyAsync(s => s.Target == target && s.Slot == slot) && await InsertAsync(db, new() { Target = target, Slot = slot, At = now }))
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<bool> InsertAsync(DashboardDbContext db, CodeSend send)
    {
        try
        {
            db.Add(send);
            await db.SaveChangesAsync();
            return true;
        }
        catch (DbUpdateException)
        {
            // Another process took the slot; there is the next one.
            return false;
        }
    }

    private byte[] Target(string kind, string value) => HMACSHA256.HashData(keys.Current.Seal.Material, Encoding.UTF8.GetBytes($"send:{kind}:{value}"));
}
