namespace ConsentDashboard.Features.OptOutPages;

/// <summary>Words of the preference page and the contact form.</summary>
public sealed class OptOutPagesText;
