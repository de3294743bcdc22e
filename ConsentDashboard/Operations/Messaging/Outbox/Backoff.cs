using System.Security.Cryptography;

namespace ConsentDashboard.Operations.Messaging.Outbox;

/// <summary>How long a message waits after a failed try.</summary>
public static class Backoff
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1),
    ];

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <param name="tries">How often it was tried, from 1.</param>
    /// <param name="asked">How long the gateway asks to wait; never less than that, and never longer than a day.</param>
    public static TimeSpan After(int tries, TimeSpan? asked = null)
    {
        // A fifth more or less, so that what failed together does not come back together.
        var wait = Waits[Math.Clamp(tries, 1, Waits.Length) - 1] * (RandomNumberGenerator.GetInt32(80, 121) / 100.0);
        return asked > wait ? (asked.Value < Longest ? asked.Value : Longest) : wait;
    }
}
