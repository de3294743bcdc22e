namespace ConsentDashboard.Components.Text;

/// <summary>What an expected error says to people; the key is <see cref="Domain.Error.Key"/>.</summary>
public sealed class ErrorsText;
