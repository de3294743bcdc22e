using ConsentDashboard.Components.Dialogs;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Operations.Segments;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.Segments;

/// <summary>Writes a segment, with its count and its people beside it as it is written.</summary>
public partial class SegmentEditor(
    SegmentQueries queries, SegmentNaming naming, SaveSegment save, ArchiveSegment archive,
    SegmentSentences Sentences, SegmentWords Words, IDialogService dialogs, ViewerZone zone, NavigationManager navigation, TimeProvider clock, IStringLocalizer<SegmentsText> T)
{
    // Whoever types or ticks several boxes is asked once.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private Actor _actor = Actor.Anonymous;
    private SegmentDetails? _found;
    private SegmentNames _names = SegmentNames.None;
    private GroupDraft _draft = new();
    private SegmentCount? _count;
    private SegmentPage _page = new([], null, IsPartial: false);
    private long? _before;
    private Error? _error;
    private Error? _wrong;
    private string? _said;
    private string _name = "";
    private string _description = "";
    private bool _isShared;
    private int _change;
    private int _asked;
    private string? _shown = "";

    [Parameter]
    public string? Id { get; set; }

    private string Title => _found?.Segment.Name ?? (_shown is null ? T["New"] : T["Segments"]);

    private string? CountText => _count is { } count && Reading.HasContent ? Words.Of(count) : null;

    private SegmentDefinition Definition => new() { Root = _draft.ToGroup() };

    private bool CanEdit => _actor.Can(Permissions.ManageSegments) && (_found is null or { IsArchived: false, Segment.IsMine: true });

    protected override Task OnParametersSetAsync()
    {
        if (_shown == Id)
        {
            return Task.CompletedTask;
        }

        (_shown, _error, _said) = (Id, null, null);
        (_name, _description, _isShared) = ("", "", false);
        return ReadAsync();
    }

    private Task<bool> ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            actor.Demand(_shown is null ? Permissions.ManageSegments : Permissions.ViewSegments);
            var found = PublicId.TryParse(_shown, out var id) ? await queries.FindAsync(id, actor, cancellation) : null;
            var definition = found?.Segment.Definition ?? SegmentDefinition.Everybody;
            return (Actor: actor, Found: found, Names: await naming.LoadAsync(cancellation), Definition: definition,
                Count: await queries.CountAsync(definition, actor, cancellation), Page: await queries.PeopleAsync(definition, null, actor, cancellation));
        },
        answer =>
        {
            // Whatever was typed or asked before is answered by this.
            (_change, _asked) = (_change + 1, _asked + 1);
            (_actor, _found, _names, _count, _page, _before) = (answer.Actor, answer.Found, answer.Names, answer.Count, answer.Page, null);
            (_draft, _wrong) = (GroupDraft.From(answer.Definition.Root), null);
            (_name, _description, _isShared) = (_found?.Segment.Name ?? _name, _found?.Segment.Description ?? _description, _found?.Segment.IsShared ?? _isShared);
        });

    private async Task ChangedAsync()
    {
        _asked++;
        var mine = ++_change;
        (_wrong, _said) = (SegmentRules.Refusal(Definition), null);
        if (_wrong is not null)
        {
            _count = null;
            return;
        }

        await Task.Delay(Pause, clock, Leaving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (mine == _change && !Leaving.IsCancellationRequested)
        {
            await ShowAsync(null);
        }
    }

    private Task GoAsync(long? before) => RunAsync(() => ShowAsync(before));

    // Of two that are asked for at once, the later one is shown.
    private async Task ShowAsync(long? before)
    {
        try
        {
            var (mine, definition) = (++_asked, Definition);
            var page = await queries.PeopleAsync(definition, before, _actor, Leaving);
            var count = before is null ? await queries.CountAsync(definition, _actor, Leaving) : _count;
            if (mine == _asked)
            {
                (_page, _count, _before) = (page, count, before);
            }
        }
        catch (Exception) when (Leaving.IsCancellationRequested)
        {
            // The page is gone.
        }
    }

    private Task SaveAsync() => RunAsync(async () =>
    {
        var saved = await save.ExecuteAsync(
            new() { Id = _found?.Segment.PublicId, Name = _name, Description = _description, IsShared = _isShared, Definition = Definition, Version = _found?.Version ?? 0 },
            await Actors.CurrentAsync(), Leaving);
        (_error, _said) = (saved.Error, null);
        if (saved.Failed)
        {
            return;
        }

        _said = T["Saved"];
        if (_found is not null)
        {
            await ReadAsync();
            return;
        }

        // Shown before the address changes: until then a second press would make a second one.
        _shown = $"{saved.Value}";
        if (await ReadAsync())
        {
            navigation.NavigateTo($"/segments/{_shown}", replace: true);
        }
    });

    private Task ArchiveAsync() => RunAsync(async () =>
    {
        if (await dialogs.AskAsync(new(T["Archive.Title", _found!.Segment.Name], T["Archive.Text"], T["Archive"])) is null)
        {
            return;
        }

        var archived = await archive.ExecuteAsync(new(_found.Segment.PublicId), await Actors.CurrentAsync(), Leaving);
        _error = archived.Error;
        if (!archived.Failed)
        {
            navigation.NavigateTo("/segments");
        }
    });
}
