namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>The words of one person's page.</summary>
public sealed class ProfileText;
