namespace ConsentDashboard.Components.Text;

/// <summary>Why a list, or one row of it, could not be read.</summary>
public sealed class ImportReadingText;
