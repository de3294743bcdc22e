using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Features.Decisions;

/// <summary>Tells another system whom it may contact. It writes nothing.</summary>
internal sealed class DecideNumbers(ConsentDecisions decisions, DecideOne one, KnownSenders senders, TimeProvider clock)
{
    public const string InvalidNumber = "phone_invalid";

    public async Task<Result<DecisionsResponse>> ExecuteAsync(DecisionsRequest request, ApiClient client, CancellationToken cancellation = default)
    {
        var sender = await senders.FindAsync(request.Sender, cancellation);
        var (channel, type, at) = (ApiWords.ChannelOf(request.Channel), ApiWords.TypeOf(request.MessageType), ApiWords.TimeOf(request.At));
        if (Wrong(request, client, sender, channel, type, at) is { } wrong)
        {
            return wrong;
        }

        var region = request.Region ?? sender!.Region;
        var answers = new DecisionAnswer[request.Phones!.Count];
        List<E164Number> numbers = new(answers.Length);
        for (var i = 0; i < answers.Length; i++)
        {
            var number = NumberFormats.Parse(request.Phones[i], region);
            answers[i] = new(i, null, null, number.Failed ? InvalidNumber : null);
            if (!number.Failed)
            {
                numbers.Add(number.Value);
            }
        }

        var now = clock.UtcMilliseconds();
        var reasons = await DecideAsync(numbers, new(sender!.Id, channel!.Value, type!.Value, at), cancellation);
        var next = 0;
        for (var i = 0; i < answers.Length; i++)
        {
            if (answers[i].Error is null)
            {
                var reason = reasons[next++];
                answers[i] = new(i, reason == DecisionReasons.None, ReasonWords.Of(reason), null);
            }
        }

        return new DecisionsResponse(at ?? now, answers);
    }

    private async Task<IReadOnlyList<DecisionReasons>> DecideAsync(List<E164Number> numbers, DecisionRequest question, CancellationToken cancellation) => (numbers.Count, question.At) switch
    {
        (0, _) => [],
        (1, null) => [await one.ExecuteAsync(numbers[0], question, cancellation)],
        _ => await decisions.DecideAsync(numbers, question, cancellation),
    };

    private static Error? Wrong(DecisionsRequest request, ApiClient client, KnownSender? sender, Channel? channel, MessageType? type, DateTime? at) => request switch
    {
        _ when sender is null => DecisionErrors.UnknownSender,
        _ when !client.MaySpeakFor(sender.Id) => DecisionErrors.OtherSender,
        _ when channel is null => DecisionErrors.UnknownChannel,
        _ when type is null => DecisionErrors.UnknownType,
        { At: not null } when at is null => DecisionErrors.BadTime,
        { Phones: null or { Count: 0 } } => DecisionErrors.NoPhones,
        { Phones.Count: > ConsentDecisions.MaxNumbers } => DecisionErrors.TooMany,
        { Region: { } region } when !NumberFormats.IsKnownRegion(region) => DecisionErrors.UnknownRegion,
        _ => null,
    };
}
