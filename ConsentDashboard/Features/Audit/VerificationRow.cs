using ConsentDashboard.Operations.ConsentLedger.Verification;

namespace ConsentDashboard.Features.Audit;

/// <param name="Key">Who verified, as the trail names actors.</param>
/// <param name="Who">The name to show.</param>
public sealed record VerificationRow(DateTime At, string Key, string Who, VerificationOutcome Outcome);
