namespace ConsentDashboard.Operations.OptOut.Inbound;

/// <summary>How replies are kept. Bound from <c>OptOut</c>.</summary>
public sealed class InboundOptions
{
    public const string Section = "OptOut";

    /// <summary>Of so many ordinary replies one is offered for review, so that a misread one leaves a trace; 0: none.</summary>
    public int SampleOneIn { get; set; } = 20;

    /// <summary>How long the text of a reply that changed nothing is kept, in days.</summary>
    public int TextDays { get; set; } = 30;
}
