using System.Globalization;
using ConsentDashboard.Components.Dialogs;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.Schedules;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.Retention.Policies;

/// <summary>Writes a policy, which is read as a sentence above as it is written.</summary>
public partial class PolicyEditor(
    PolicyQueries queries, SavePolicy save, ArchivePolicy archive, RetentionSentences Sentences, ScheduleWords Times, IDialogService dialogs,
    ViewerZone zone, NavigationManager navigation, TimeProvider clock, IStringLocalizer<ErrorsText> Errors, IStringLocalizer<PoliciesText> T)
{
    private const int Shown = 5;

    private static readonly string?[] Fields = ["Period", "Action", "sender", "region", "point", "warn", "cron", "zone", "name"];

    private Actor _actor = Actor.Anonymous;
    private PolicyRow? _found;
    private PolicyPlaces _places = new([], []);
    private RetentionTrigger _trigger = RetentionTrigger.Withdrawn;
    private RetentionAction _action = RetentionAction.Restrict;
    private RetentionUnit _unit = RetentionUnit.Days;
    private string _period = "30";
    private string _sender = "";
    private string _region = "";
    private string _point = "";
    private string _warn = "10";
    private string _name = "";
    private string _timeZone = "UTC";
    private string? _cron;
    private bool _ours;
    private bool _said;
    private Error? _error;
    private IReadOnlyList<DateTime> _next = [];
    private string? _shown = "";

    [Parameter]
    public string? Id { get; set; }

    private string Title => _found?.Name ?? (_shown is null ? T["New"] : T["Retention"]);

    private bool CanEdit => _actor.Can(Permissions.ManagePolicies) && _found is not { IsArchived: true };

    private PolicyPlace? Sender => _places.Senders.FirstOrDefault(place => $"{place.PublicId}" == _sender);

    private PolicyPlace? Point => _places.Points.FirstOrDefault(place => $"{place.PublicId}" == _point);

    private IEnumerable<PolicyPlace> Points => _places.Points.Where(point => Sender is not { } sender || point.Sender == sender.Id);

    // Whoever did not rename it keeps its name in every language.
    private string StoredName => _found is { } found && _name == found.Name ? found.StoredName : _name;

    private PolicyNames Names => new(Sender?.Name, Point?.Name);

    private PolicyDefinition Definition => new()
    {
        Trigger = _trigger,
        Period = PolicyDefinition.HasPeriod(_trigger) ? Number(_period) : 0,
        Unit = _unit,
        Action = _action,
        SenderId = Sender?.Id,
        Region = _region.Trim() is { Length: > 0 } region ? region.ToUpperInvariant() : null,
        CollectionPointId = Point?.Id,
        CountsOurSends = _ours,
    };

    protected override Task OnParametersSetAsync()
    {
        if (_shown == Id)
        {
            return Task.CompletedTask;
        }

        (_shown, _error, _said) = (Id, null, false);
        return ReadAsync();
    }

    private Task<bool> ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            actor.Demand(_shown is null ? Permissions.ManagePolicies : Permissions.ViewRetention);
            var found = PublicId.TryParse(_shown, out var id) ? await queries.FindAsync(id, actor, cancellation) : null;
            return (Actor: actor, Found: found, Places: await queries.PlacesAsync(actor, cancellation));
        },
        answer =>
        {
            (_actor, _found, _places) = answer;
            if (_found is null)
            {
                _timeZone = zone.Name;
                return;
            }

            var definition = _found.Definition;
            (_trigger, _action, _unit, _ours) = (definition.Trigger, definition.Action, definition.Unit == default ? RetentionUnit.Days : definition.Unit, definition.CountsOurSends);
            (_period, _region, _warn, _name) = (Text(definition.Period), definition.Region ?? "", Text(_found.WarnPercent), _found.Name);
            _sender = $"{_places.Senders.FirstOrDefault(place => place.Id == definition.SenderId)?.PublicId}";
            _point = $"{_places.Points.FirstOrDefault(place => place.Id == definition.CollectionPointId)?.PublicId}";
            SetSchedule((_found.Cron, _found.TimeZone));
        });

    private string? ErrorOf(string field) => _error?.Field == field ? Errors[_error.Key].Value : null;

    private string? ActionHint => (_trigger, _action) == (RetentionTrigger.Withdrawn, RetentionAction.Erase) ? T["Proof.Hint"].Value : null;

    private string? Invalid(string field) => ErrorOf(field) is null ? null : "true";

    private void SetTrigger(RetentionTrigger trigger)
    {
        var offered = PolicyDefinition.ActionsOf(trigger);
        (_trigger, _action) = (trigger, offered.Contains(_action) ? _action : offered[0]);
    }

    private void SetSender(string? sender)
    {
        _sender = sender ?? "";
        _point = Points.Any(point => $"{point.PublicId}" == _point) ? _point : "";
    }

    private void SetSchedule((string? Cron, string Zone) schedule)
    {
        (_cron, _timeZone) = schedule;
        (_error, _next) = (null, []);
        if (_cron is not null)
        {
            var times = CronTimes.Parse(_cron, _timeZone, clock.UtcMilliseconds());
            _error = times.Error;
            _next = times.Value?.Next(clock.UtcMilliseconds(), Shown) ?? [];
        }
    }

    private Task SaveAsync() => RunAsync(async () =>
    {
        var saved = await save.ExecuteAsync(
            new() { Id = _found?.PublicId, Name = StoredName, Definition = Definition, WarnPercent = Number(_warn), Cron = _cron, TimeZone = _timeZone, Version = _found?.Version ?? 0 },
            await Actors.CurrentAsync(), Leaving);
        (_error, _said) = (saved.Error, !saved.Failed);
        if (saved.Failed)
        {
            return;
        }

        if (_found is not null)
        {
            await ReadAsync();
            return;
        }

        // Shown before the address changes: until then a second press would make a second one.
        _shown = $"{saved.Value}";
        if (await ReadAsync())
        {
            navigation.NavigateTo($"/retention/policies/{_shown}", replace: true);
        }
    });

    private Task ArchiveAsync() => RunAsync(async () =>
    {
        if (await dialogs.AskAsync(new(T["Archive.Title", _found!.Name], T["Archive.Text"], T["Archive"])) is null)
        {
            return;
        }

        _error = (await archive.ExecuteAsync(new(_found.PublicId), await Actors.CurrentAsync(), Leaving)).Error;
        if (_error is null)
        {
            navigation.NavigateTo("/retention");
        }
    });

    private static int Number(string typed) => int.TryParse(typed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
