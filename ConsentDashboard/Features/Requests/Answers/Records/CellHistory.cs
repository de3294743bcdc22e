using System.Text.Json.Nodes;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Features.Requests.Answers.Records;

/// <summary>What became of one cell, act by act. An act that left the cell as it was is not among them, nor one that was annulled.</summary>
internal sealed class CellHistory
{
    private readonly Consent _cell;
    private readonly List<(ConsentEvent Act, string Status)> _steps;

    public CellHistory(Consent cell, IReadOnlyList<ConsentEvent> acts)
    {
        _cell = cell;
        var index = Cells.IndexOf(cell.Channel, cell.MessageType);
        var annulled = acts.Where(e => e is { Type: ConsentEventType.Annulled, IsTest: false }).Select(e => e.RefersTo).OfType<Guid>().ToHashSet();

        // A withdrawal for all senders names none. One that was annulled for another sender alone still holds this cell.
        _steps = [.. acts
            .Where(e => !e.IsTest && e.Kind == cell.Kind && (e.SenderId ?? cell.SenderId) == cell.SenderId && (!annulled.Contains(e.EventKey) || Holds(e)))
            .Select(e => (e, StatusOf(e, e.OutcomeFor(index)))).Where(step => step.Item2 is not null).Select(step => (step.e, step.Item2!))];
        Asked = _steps.FindLast(step => step.Status == Given && step.Act.OccurredAt == cell.GivenAt).Act
            ?? _steps.FindLast(step => step.Status is Given or Requested or Refused && step.Act.NoticeVersionId is not null).Act;
    }

    private const string Given = "dpv:ConsentGiven";
    private const string Requested = "dpv:ConsentRequested";
    private const string Refused = "dpv:ConsentRefused";
    private const string Withdrawn = "dpv:ConsentWithdrawn";
    private const string Expired = "dpv:ConsentExpired";
    private const string Invalidated = "dpv:ConsentInvalidated";

    /// <summary>The act in which she was shown what the cell rests on: the agreement that counts, or else where she was asked.</summary>
    public ConsentEvent? Asked { get; }

    /// <summary>The states in their order; what lapsed by itself since is the last of them.</summary>
    public JsonArray Write(DateTime now)
    {
        JsonArray nodes = [.. _steps.Select(step => Node(step.Status, step.Act.Type, step.Act.Method, step.Act.OccurredAt, step.Act.ExpiresAt))];
        if (_cell.State == ConsentState.Given && _cell.ExpiresAt <= now)
        {
            nodes.Add(Node(Expired, ConsentEventType.Expired, Method.None, _cell.ExpiresAt, Times.Never));
        }

        return nodes;
    }

    private bool Holds(ConsentEvent act) => _cell.State == ConsentState.Withdrawn && _cell.LastEventId == act.Id;

    // That a request ran out is nobody's act, and she never answered it.
    private static string? StatusOf(ConsentEvent act, ConsentState outcome) => (outcome, act.Type) switch
    {
        (_, ConsentEventType.Annulled or ConsentEventType.Lapsed) => null,
        (ConsentState.Given, _) => Given,
        (ConsentState.Requested, _) => Requested,
        (ConsentState.Refused, _) => Refused,
        (ConsentState.Withdrawn, _) => Withdrawn,
        (ConsentState.Expired, _) => Expired,
        (ConsentState.Invalidated, _) => Invalidated,
        _ => null,
    };

    private static JsonObject Node(string status, ConsentEventType type, Method method, DateTime at, DateTime until)
    {
        JsonObject node = new()
        {
            ["@type"] = status,
            ["dpv:isIndicatedBy"] = type is ConsentEventType.Requested or ConsentEventType.Expired or ConsentEventType.Invalidated ? "dpv:DataController" : "dpv:DataSubject",
            ["dpv:isIndicatedAtTime"] = RecordContext.Time(at),
            ["dpv:hasDuration"] = until == Times.Never
                ? new JsonObject { ["@type"] = "dpv:UntilEventDuration", ["rdf:value"] = RecordContext.Term(status == Given ? Withdrawn : Given) }
                : new JsonObject { ["@type"] = "dpv:UntilTimeDuration", ["rdf:value"] = RecordContext.Time(until) },
        };
        if (method != Method.None)
        {
            node["dpv:hasIndicationMethod"] = $"{method}";
        }

        return node;
    }
}
