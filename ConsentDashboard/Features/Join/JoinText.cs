namespace ConsentDashboard.Features.Join;

/// <summary>Words of the hosted form, beside those of the wording itself.</summary>
public sealed class JoinText;
