namespace ConsentDashboard.Components.Text;

/// <summary>Words of the shared parts.</summary>
public sealed class PartsText;
