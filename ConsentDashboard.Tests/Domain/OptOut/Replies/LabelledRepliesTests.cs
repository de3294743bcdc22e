using ConsentDashboard.Domain.OptOut.Replies;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Domain.OptOut.Replies;

/// <summary>What real replies look like: a shared sample, and more of our own.</summary>
public sealed class LabelledRepliesTests(ITestOutputHelper output)
{
    public static TheoryData<string> Files => ["inbound-sms.tsv", "replies.tsv", "more-replies.tsv", "unseen-replies.tsv"];

    [Theory]
    [MemberData(nameof(Files))]
    public void No_opt_out_is_lost(string file) => Findings.None(LabelledReplies.Read(file)
        .Where(reply => reply.Label is "withdraw" or "review" && reply.Verdict.Kind is not (ReplyKind.OptOut or ReplyKind.MayBeOptOut))
        .Select(reply => reply.ToString()));

    [Theory]
    [MemberData(nameof(Files))]
    public void What_says_nothing_else_withdraws_by_itself(string file) => Findings.None(LabelledReplies.Read(file)
        .Where(reply => reply.Label == "withdraw" && reply.Verdict.Kind != ReplyKind.OptOut)
        .Select(reply => reply.ToString()));

    [Theory]
    [MemberData(nameof(Files))]
    public void No_ordinary_message_withdraws_or_opts_in(string file) => Findings.None(LabelledReplies.Read(file)
        .Where(reply => reply.Label == "activity" && reply.Verdict.Kind is not (ReplyKind.Ordinary or ReplyKind.MayBeOptOut))
        .Select(reply => reply.ToString()));

    [Theory]
    [MemberData(nameof(Files))]
    public void Opt_in_and_help_are_told_from_the_rest(string file) => Findings.None(LabelledReplies.Read(file)
        .Where(reply => (reply.Label == "optin") != (reply.Verdict.Kind == ReplyKind.OptIn) || (reply.Label == "help") != (reply.Verdict.Kind == ReplyKind.Help))
        .Select(reply => reply.ToString()));

    [Theory]
    [MemberData(nameof(Files))]
    public void Few_ordinary_messages_wait_in_the_inbox(string file)
    {
        var replies = LabelledReplies.Read(file);
        foreach (var group in replies.GroupBy(reply => (reply.Label, reply.Verdict.Kind)).OrderBy(group => group.Key))
        {
            output.WriteLine($"{group.Key.Label,-10} {group.Key.Kind,-12} {group.Count(),5}");
        }

        var ordinary = replies.Where(reply => reply.Label == "activity").ToArray();
        var waiting = ordinary.Where(reply => reply.Verdict.Kind == ReplyKind.MayBeOptOut).ToArray();
        Assert.True(waiting.Length * 20 <= ordinary.Length, $"{waiting.Length} of {ordinary.Length}:\n{string.Join('\n', waiting.Select(reply => reply.ToString()))}");
    }

    [Fact]
    public void Each_verdict_but_ordinary_names_its_words() => Findings.None(LabelledReplies.Read("replies.tsv")
        .Where(reply => (reply.Verdict.Kind == ReplyKind.Ordinary) != (reply.Verdict.Words.Count == 0) && !reply.Text.Contains('\uFFFD') && !reply.Text.Contains("????"))
        .Select(reply => reply.ToString()));
}
