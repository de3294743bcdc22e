namespace ConsentDashboard.Domain.Notices;

public static class NoticeRules
{
    /// <summary>An absolute https address with a host: the only kind that is shown to visitors as a link.</summary>
    public static bool IsSecureAddress(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Scheme: "https", Host.Length: > 0, UserInfo.Length: 0 };
}
