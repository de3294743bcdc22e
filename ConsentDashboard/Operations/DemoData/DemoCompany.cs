using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;

namespace ConsentDashboard.Operations.DemoData;

/// <summary>One sender with what it asks people and where.</summary>
internal sealed record DemoSender(Sender Sender, string Site, string Keyword, string ReplyTo, DemoRegion Home)
{
    public required DemoNotice Contact { get; init; }

    /// <summary>Null where the sender's law wants no document of its own.</summary>
    public DemoNotice? Processing { get; init; }

    public required ImportBatch[] Imports { get; init; }

    public required Weighted<DemoDoor> Doors { get; init; }
}

internal sealed record DemoNotice(Notice Notice, NoticeVersion Version, DemoWording Wording);

/// <summary>How people come: the collection point, and what they do there.</summary>
internal sealed record DemoDoor(DemoDoorKind Kind, CollectionPoint Point, string Path = "");

internal enum DemoDoorKind
{
    Form,
    App,
    Spoken,
    Paper,
    Keyword,
}

/// <summary>The demo company as it stands in the database.</summary>
internal sealed record DemoCompany(DemoSender Shop, DemoSender Brand);
