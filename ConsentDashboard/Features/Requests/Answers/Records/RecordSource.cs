using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Features.Requests.Answers.Records;

/// <summary>What the consent records of one person are written from.</summary>
/// <param name="Acts">All of hers, in order.</param>
/// <param name="Recipients">Other systems that are told of her consents.</param>
/// <param name="WithdrawAt">Her own page for one sender: an absolute address.</param>
internal sealed record RecordSource(
    Subscriber Person, IReadOnlyDictionary<long, Sender> Senders, IReadOnlyList<ConsentEvent> Acts, IReadOnlyDictionary<(long, string?), WordingOfEvent> Wordings,
    IReadOnlyList<AnswerRecipient> Recipients, Func<Sender, string> WithdrawAt, DateTime Now);
