using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Security.Links;

namespace ConsentDashboard.Features.OptOutPages;

/// <summary>How an act reached us; part of the evidence.</summary>
/// <param name="Page">Without what follows it in the address: a token is nobody else's business.</param>
internal sealed record Visitor(string IpAddress, string UserAgent, string Page)
{
    private const int MaxAgent = 1000;

    // The page's address is proof, so it is the configured one where there is one: the Host header is whatever a caller writes.
    public static Visitor Of(HttpContext http, PublicAddress address, string page) => new(
        http.Connection.RemoteIpAddress?.ToString() ?? "unknown",
        http.Request.Headers.UserAgent.ToString() switch { "" => "none sent", { Length: > MaxAgent } agent => agent[..MaxAgent], var agent => agent },
        address.Of(page, $"{http.Request.Scheme}://{http.Request.Host}"));

    public EvidenceDocument Did(string act) => new() { AffirmativeAct = act, IpAddress = IpAddress, UserAgent = UserAgent, PageAddress = Page };
}

/// <summary>
/// One form sent twice within a minute, as a double click does, is one act. Later it is another: a page that was left open
/// may be sent again after she has agreed anew.
/// </summary>
internal static class FormKey
{
    public const string Field = "form";

    public static string Create() => PublicId.Create().ToString();

    /// <param name="secret">Keeps anybody from computing the key beforehand.</param>
    /// <param name="form">What the form was made with; without it every act is its own.</param>
    public static Guid EventKey(byte[] secret, string? form, DateTime now, string what) => PublicId.TryParse(form, out _)
        ? new(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"opt-out form:{form}:{now.Ticks / TimeSpan.TicksPerMinute}:{what}")).AsSpan(0, 16), bigEndian: true)
        : Guid.CreateVersion7();
}
