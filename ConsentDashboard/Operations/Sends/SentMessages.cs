using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Sends;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.Sends;

/// <summary>Messages of one sender, on one channel, of one type, of one day.</summary>
/// <param name="At">UTC; where only the day is known, its midnight.</param>
public sealed record SentMessages(long SenderId, Channel Channel, MessageType MessageType, DateTime At)
{
    public DateTime Day => SendDays.DayOf(At);
}

/// <summary>So many messages to one number.</summary>
public readonly record struct SentTo(E164Number Number, int Count);

/// <summary>What some messages come to.</summary>
/// <param name="Messages">All of them.</param>
/// <param name="ToUnknown">To numbers that are not known here; of them nothing else is kept.</param>
/// <param name="WithoutPermission">To people who may not be contacted now, for whatever reason but the frequency.</param>
/// <param name="OverPromise">Beyond what the person's wording promised.</param>
public readonly record struct SendSums(long Messages, long ToUnknown, long WithoutPermission, long OverPromise)
{
    public static SendSums operator +(SendSums a, SendSums b) =>
        new(a.Messages + b.Messages, a.ToUnknown + b.ToUnknown, a.WithoutPermission + b.WithoutPermission, a.OverPromise + b.OverPromise);
}
