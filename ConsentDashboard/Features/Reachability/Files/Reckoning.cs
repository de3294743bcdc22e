using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Reachable;

namespace ConsentDashboard.Features.Reachability.Files;

/// <summary>Adds up what the rows of one file say. Keeps no number: only the first rows that are not understood, by their place.</summary>
internal sealed class Reckoning
{
    /// <summary>How many rows that are not understood are named.</summary>
    public const int MostNamed = 200;

    private const int MostWords = 20;

    private readonly Dictionary<ReachabilityStatus, long> _said = [];
    private readonly Dictionary<string, long> _words = new(StringComparer.Ordinal);
    private readonly List<UnreadRow> _first = [];
    private long _notUnderstood;

    /// <returns>The answer, where it is one.</returns>
    public NumberAnswer? Take(AnswerRow row)
    {
        if (row.Word is { } word && (_words.Count < MostWords || _words.ContainsKey(word)))
        {
            _words[word] = _words.GetValueOrDefault(word) + 1;
        }

        if (row.Answer is { } answer)
        {
            _said[answer.Status] = _said.GetValueOrDefault(answer.Status) + 1;
            return answer;
        }

        _notUnderstood++;
        if (_first.Count < MostNamed)
        {
            _first.Add(new(row.Row, row.Problem!, row.Column));
        }

        return null;
    }

    public FileOutcome Outcome(string digest, ReachabilitySums sums, bool isRecorded, Error? stopped = null) => new()
    {
        Digest = digest,
        Said = _said,
        Sums = sums,
        NotUnderstood = _notUnderstood,
        First = _first,
        Words = _words,
        IsRecorded = isRecorded,
        Stopped = stopped,
    };
}
