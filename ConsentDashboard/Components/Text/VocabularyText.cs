namespace ConsentDashboard.Components.Text;

/// <summary>The words of the domain, as product.md has them.</summary>
public sealed class VocabularyText;
