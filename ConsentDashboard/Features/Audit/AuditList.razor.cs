using System.Globalization;
using ConsentDashboard.Components.Grids;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Audit;

public partial class AuditList(AuditQueries queries, NavigationManager navigation, TimeProvider clock, IStringLocalizer<AuditText> T)
{
    private AuditFilter _filter = new();
    private AuditPlace _place = new();
    private AuditPage _page = new([], HasNewer: false, HasOlder: false);
    private IReadOnlyList<AuditActor> _actors = [];
    private VerificationRow? _verified;
    private Actor _actor = Actor.Anonymous;
    private DateTime? _asOf;
    private DateOnly? _from;
    private DateOnly? _to;
    private string? _subscriber;
    private bool _badSubscriber;
    private FilterChip _actionChip = null!;
    private FilterChip _actorChip = null!;
    private FilterChip _periodChip = null!;
    private FilterChip _subscriberChip = null!;

    [SupplyParameterFromQuery(Name = "action")]
    private string? ActionText { get; set; }

    [SupplyParameterFromQuery(Name = "actor")]
    private string? ActorText { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private string? FromText { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? ToText { get; set; }

    [SupplyParameterFromQuery(Name = "subscriber")]
    private string? SubscriberText { get; set; }

    [SupplyParameterFromQuery(Name = "older")]
    private string? OlderText { get; set; }

    [SupplyParameterFromQuery(Name = "newer")]
    private string? NewerText { get; set; }

    [SupplyParameterFromQuery(Name = "at")]
    private string? AtText { get; set; }

    private string? Figure => _asOf is { } time ? T["AsOf", time.ToString("HH:mm", CultureInfo.InvariantCulture)].Value : null;

    private string? Period => (_filter.From, _filter.To) switch
    {
        (null, null) => null,
        ({ } from, null) => T["Period.Since", Day(from)],
        (null, { } to) => T["Period.Until", Day(to)],
        ({ } from, { } to) when from == to => Day(from),
        ({ } from, { } to) => $"{Day(from)} – {Day(to)}",
    };

    protected override async Task OnParametersSetAsync()
    {
        var filter = new AuditFilter(
            Enum.TryParse<AuditAction>(ActionText, out var action) && Enum.IsDefined(action) ? action : null,
            string.IsNullOrWhiteSpace(ActorText) ? null : ActorText,
            ParseDay(FromText),
            ParseDay(ToText),
            PublicId.TryParse(SubscriberText, out var subscriber) ? subscriber : null);
        var place = new AuditPlace(ParseId(OlderText), ParseId(NewerText), AtText == "last");
        if (Reading.HasContent && filter == _filter && place == _place)
        {
            return;
        }

        (_filter, _place) = (filter, place);
        (_from, _to, _subscriber, _badSubscriber) = (filter.From, filter.To, filter.Subscriber?.ToString(), false);
        await ReadAsync();
    }

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            var actor = await Actors.CurrentAsync();
            return (
                Actor: actor,
                Page: await queries.SearchAsync(_filter, _place, actor, cancellation),
                Staff: await queries.ActorsAsync(actor, cancellation),
                Verified: await queries.LastVerificationAsync(actor, cancellation));
        },
        answer =>
        {
            (_actor, _page, _actors, _asOf) = (answer.Actor, answer.Page, answer.Staff, clock.UtcMilliseconds());
            _verified = answer.Verified is { } verified ? verified with { Who = Who(verified.Key, verified.Who) } : null;
        });

    private void Choose(FilterChip chip, string name, ChangeEventArgs chosen)
    {
        chip.Close();
        Go(name, chosen.Value as string is { Length: > 0 } value ? value : null);
    }

    private void ApplyPeriod()
    {
        _periodChip.Close();
        var (from, to) = _from > _to ? (_to, _from) : (_from, _to);
        Go("from", from?.ToString("O", CultureInfo.InvariantCulture), "to", to?.ToString("O", CultureInfo.InvariantCulture));
    }

    private void ApplySubscriber()
    {
        var text = _subscriber?.Trim();
        _badSubscriber = !string.IsNullOrEmpty(text) && !PublicId.TryParse(text, out _);
        if (!_badSubscriber)
        {
            _subscriberChip.Close();
            Go("subscriber", string.IsNullOrEmpty(text) ? null : text);
        }
    }

    private void Go(params string?[] pairs) => navigation.NavigateTo(Address(pairs));

    /// <summary>The present address with other values, at the newest page.</summary>
    private string Address(params string?[] pairs)
    {
        var query = new Dictionary<string, object?>(StringComparer.Ordinal) { ["older"] = null, ["newer"] = null, ["at"] = null };
        foreach (var pair in pairs.Chunk(2))
        {
            query[pair[0]!] = pair[1];
        }

        return navigation.GetUriWithQueryParameters(query);
    }

    private string PlaceAddress(long? older = null, long? newer = null, bool last = false) =>
        navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal) { ["older"] = older, ["newer"] = newer, ["at"] = last ? "last" : null });

    private string Word(AuditAction action) => T[$"Action.{action}"];

    private string Who(string key, string name) => key.Split(':', 2) switch
    {
        ["person"] => T["Actor.Person"],
        ["anonymous"] => T["Actor.Anonymous"],
        ["system", var worker] => T["Actor.System", worker],
        _ when name.Length > 0 => name,
        _ => _actors.FirstOrDefault(actor => actor.Key == key)?.Name ?? key,
    };

    private static string Day(DateOnly day) => Dates.Day(day.ToDateTime(default, DateTimeKind.Utc));

    private static DateOnly? ParseDay(string? text) => DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1 and < 9999 ? day : null;

    private static long? ParseId(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
