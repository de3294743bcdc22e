using System.Text.Json;
using ConsentDashboard.Domain.Notices;

namespace ConsentDashboard.Features.Notices;

internal static class VersionDetail
{
    /// <summary>For the audit trail: which version of the notice.</summary>
    public static string Of(NoticeVersion version) => JsonSerializer.Serialize(new { version = version.Number });
}
