using ConsentDashboard.Domain.Segments;

namespace ConsentDashboard.Operations.Segments;

public sealed class SegmentSentences
{
    public Task<string> OfAsync(SegmentDefinition definition, CancellationToken cancellation) => Task.FromResult("");
}
