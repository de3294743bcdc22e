using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.OptOut.Inbox;

/// <summary>Event keys made of the message's id: whoever handles it again after a crash records nothing twice.</summary>
internal static class InboxKeys
{
    /// <param name="fromAll">From all senders: more than from the one that she wrote to.</param>
    public static Guid Withdrawal(PublicId message, bool fromAll) => Of(message, fromAll ? "withdraw from all" : "withdraw");

    /// <summary>Of a number that somebody typed. Keyed, because a plain hash of a number could be searched for.</summary>
    public static Guid Withdrawal(PublicId message, E164Number typed, bool fromAll, KeyRing ring) =>
        new(HMACSHA256.HashData(ring.Seal.Material, Encoding.UTF8.GetBytes($"inbox withdraw{(fromAll ? " from all" : "")} {message} {typed.Value}")).AsSpan(0, 16), bigEndian: true);

    public static Guid Resume(PublicId message) => Of(message, "resume");

    public static Guid PauseAgain(PublicId message) => Of(message, "pause again");

    private static Guid Of(PublicId message, string act) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"inbox {act} {message}")).AsSpan(0, 16), bigEndian: true);
}
