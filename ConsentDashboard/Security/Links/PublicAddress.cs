namespace ConsentDashboard.Security.Links;

/// <summary>Where people reach the public pages.</summary>
/// <param name="configured">The setting <c>Web:PublicBaseUrl</c>; null: the address that the asker uses.</param>
public sealed class PublicAddress(string? configured)
{
    /// <param name="path">Relative, for instance <c>join/tea-club</c>.</param>
    /// <param name="asked">The address of the site as the asker sees it.</param>
    public string Of(string path, string asked) => $"{(string.IsNullOrWhiteSpace(configured) ? asked : configured).TrimEnd('/')}/{path}";
}
