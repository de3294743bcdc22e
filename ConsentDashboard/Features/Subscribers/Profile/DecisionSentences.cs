using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>One thing that a decision rests on.</summary>
/// <param name="Holds">It speaks for contact; otherwise it forbids it.</param>
public sealed record DecisionSentence(bool Holds, string Text);

/// <summary>A decision in sentences: what speaks for contact, and each reason against it.</summary>
public sealed class DecisionSentences(IStringLocalizer<ProfileText> text, ProfileWords words, ViewerZone zone)
{
    private const DecisionReasons Against = DecisionReasons.Suppressed | DecisionReasons.OnHold | DecisionReasons.Paused
        | DecisionReasons.Restricted | DecisionReasons.Erased | DecisionReasons.Reassigned | DecisionReasons.OverFrequency;

    /// <param name="profile">Whose cell it is.</param>
    /// <param name="sender">Who wants to make contact.</param>
    /// <param name="cell">What for.</param>
    /// <param name="language">The language in which the wording was shown.</param>
    public IReadOnlyList<DecisionSentence> Of(ProfileDetails profile, SenderMatrix sender, CellDetails cell, string? language)
    {
        var reasons = cell.Decision.Reasons;
        List<DecisionSentence> sentences = [.. Ground(cell, language)];
        if (sender.NeedsProcessing && !reasons.HasFlag(DecisionReasons.NoProcessingConsent))
        {
            sentences.Add(new(true, text["Why.Processing", sender.Name]));
        }

        sentences.AddRange(ProfileWords.Each(reasons).Select(reason => new DecisionSentence(false, Forbids(reason, profile, sender, cell))));
        if ((reasons & Against) == DecisionReasons.None && cell.State == ConsentState.Given)
        {
            sentences.Add(new(true, text["Why.Nothing"]));
        }

        return sentences;
    }

    private IEnumerable<DecisionSentence> Ground(CellDetails cell, string? language)
    {
        if (cell.State != ConsentState.Given)
        {
            yield break;
        }

        var facts = cell.Decision.Facts;
        yield return new(true, cell.Wording is { } wording
            ? text["Why.GivenOn", Day(facts.GivenAt), words.Of(wording, language)]
            : text["Why.Given", Day(facts.GivenAt)]);
        yield return new(true, facts.ExpiresAt >= Times.Never ? text["Why.NoEnd"] : text["Why.Lasts", Day(facts.ExpiresAt)]);
    }

    private string Forbids(DecisionReasons reason, ProfileDetails profile, SenderMatrix sender, CellDetails cell) => reason switch
    {
        DecisionReasons.NeverAsked or DecisionReasons.NoProcessingConsent => text[$"Why.{reason}", sender.Name],
        DecisionReasons.Expired => text["Why.Expired", Day(cell.Decision.Facts.GivenAt), Day(cell.Since)],
        DecisionReasons.Requested or DecisionReasons.Refused or DecisionReasons.Withdrawn or DecisionReasons.Invalidated => text[$"Why.{reason}", Day(cell.Since)],
        DecisionReasons.Suppressed => Suppressed(sender, cell),
        DecisionReasons.OnHold => Interval(reason, profile.InForce(IntervalKind.Hold)),
        DecisionReasons.Paused => Interval(reason, profile.InForce(IntervalKind.Pause)),
        DecisionReasons.Restricted => Interval(reason, profile.InForce(IntervalKind.Restriction)),
        DecisionReasons.OverFrequency => text[$"Why.OverFrequency.{cell.Decision.Facts.Promise.Period}", cell.Decision.Facts.Promise.Count, cell.Decision.Facts.Sent],
        DecisionReasons.Erased => text["Why.Erased", Day(profile.ErasedAt)],
        _ => text[$"Why.{reason}"],
    };

    private string Suppressed(SenderMatrix sender, CellDetails cell) => cell.Decision.Suppression is { } suppression
        ? text["Why.Suppressed", suppression.SenderId is null ? text["Scope.All"].Value : sender.Name, Day(suppression.Since), text[$"Suppression.{suppression.Reason}"].Value]
        : text["Why.Suppressed", sender.Name, "–", "–"];

    private string Interval(DecisionReasons reason, IntervalRow? interval) => interval is { Reason: { Length: > 0 } why }
        ? $"{text[$"Why.{reason}", Day(interval.From)]}: {why}"
        : text[$"Why.{reason}", Day(interval?.From)];

    private string Day(DateTime? utc) => utc is { } time && time > Times.NotYet ? Dates.Day(zone.Local(time)) : "–";
}
