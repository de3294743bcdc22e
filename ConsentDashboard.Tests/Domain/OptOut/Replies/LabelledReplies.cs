using System.Text.RegularExpressions;
using ConsentDashboard.Domain.OptOut.Replies;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Domain.OptOut.Replies;

/// <summary>A text and what has to become of it.</summary>
public sealed record LabelledReply(string Label, string Text)
{
    public ReplyVerdict Verdict { get; } = ReplyClassifier.Classify(Text);

    public override string ToString() => $"{Label}: {Text} -> {Verdict.Kind} [{string.Join(" | ", Verdict.Words)}]";
}

internal static class LabelledReplies
{
    private const string Folder = "ConsentDashboard.Tests/Domain/OptOut/Replies/";

    public static LabelledReply[] Read(string file) =>
    [
        .. Repository.Read(Folder + file).Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.TrimEnd('\r').Split('\t', 2))
            .Select(fields => new LabelledReply(fields[0], Regex.Unescape(Escapes(fields[1])))),
    ];

    // Only what the file escapes is unescaped: other backslashes belong to the text.
    private static string Escapes(string text) => Regex.Replace(text, @"\\(?![nt]|u[0-9a-f]{4})", @"\\");
}
