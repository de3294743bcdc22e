namespace ConsentDashboard.Components.Text;

/// <summary>The shell's own words: navigation, account menu, status pages.</summary>
public sealed class ShellText;
