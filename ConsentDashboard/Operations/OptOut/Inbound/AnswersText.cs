namespace ConsentDashboard.Operations.OptOut.Inbound;

/// <summary>What people get in answer to their replies. No advertising: 47 CFR 64.1200(a)(12) allows none in the answer to an opt-out.</summary>
public sealed class AnswersText;
