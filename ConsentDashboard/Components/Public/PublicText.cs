namespace ConsentDashboard.Components.Public;

/// <summary>Words that every public page has.</summary>
public sealed class PublicText;
