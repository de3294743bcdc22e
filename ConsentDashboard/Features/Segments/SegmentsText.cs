namespace ConsentDashboard.Features.Segments;

public sealed class SegmentsText;
