using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>What several parts of the page say in the same words.</summary>
public sealed class ProfileWords(IStringLocalizer<ProfileText> text, IStringLocalizer<ErrorsText> errors, CellWords words)
{
    public string Of(WordingRow wording, string? language = null) => language is null
        ? text["Wording", wording.Notice, wording.Number]
        : text["WordingIn", wording.Notice, wording.Number, language];

    /// <summary>"SMS · Promotional".</summary>
    public string Of(Channel channel, MessageType type) => $"{words[channel]} · {words[type]}";

    /// <summary>"on hold, suppressed".</summary>
    public string Short(DecisionReasons reasons) => string.Join(", ", Each(reasons).Select(reason => text[$"Short.{reason}"].Value));

    public string Of(Error error) => text[error.Key] is { ResourceNotFound: false } own ? own : errors[error.Key];

    public static IEnumerable<DecisionReasons> Each(DecisionReasons reasons) =>
        Enum.GetValues<DecisionReasons>().Where(reason => reason != DecisionReasons.None && reasons.HasFlag(reason));
}
