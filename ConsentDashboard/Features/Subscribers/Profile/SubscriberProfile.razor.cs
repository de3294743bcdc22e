using ConsentDashboard.Components;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.Subscribers.Profile;

public partial class SubscriberProfile(
    ProfileQueries queries,
    TimelineQueries timeline,
    PersonVerification verification,
    LedgerFeed feed,
    IDialogService dialogs,
    NavigationManager navigation,
    ViewerZone zone,
    ILogger<SubscriberProfile> logger,
    IStringLocalizer<ProfileText> T)
{
    private Actor _actor = Actor.Anonymous;
    private ProfileAddress _address = new();
    private ProfileDetails? _profile;
    private RestrictedOpening? _opening;
    private (SenderMatrix Sender, CellDetails Cell)? _chosen;
    private string? _language;
    private TimelinePage _page = new([], null);
    private PersonVerdict? _verdict;
    private bool _unchecked;
    private string? _done;
    private bool _opensWithdrawal;
    private PublicId? _checked;
    private int _checks;
    private IDisposable? _following;
    private bool _refreshing;
    private bool _stale;

    [Parameter]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery(Name = "sender")]
    private string? SenderText { get; set; }

    [SupplyParameterFromQuery(Name = "channel")]
    private string? ChannelText { get; set; }

    [SupplyParameterFromQuery(Name = "type")]
    private string? TypeText { get; set; }

    [SupplyParameterFromQuery(Name = "at")]
    private string? AtText { get; set; }

    [SupplyParameterFromQuery(Name = "below")]
    private string? BelowText { get; set; }

    [SupplyParameterFromQuery(Name = "act")]
    private string? ActText { get; set; }

    protected override void OnInitialized() => _following = feed.Subscribe(Follow);

    protected override Task OnParametersSetAsync()
    {
        _done = null;
        _address = ProfileAddress.Parse(SenderText, ChannelText, TypeText, AtText, BelowText);
        return ShowAsync();
    }

    // Until its read is shown the page may still be somebody else's; where another read comes between, that one goes on.
    private async Task ShowAsync()
    {
        if (await ReadAsync())
        {
            await GoOnAsync(checkAgain: false);
        }
    }

    private async Task GoOnAsync(bool checkAgain)
    {
        if (ActText == ProfileAddress.Withdraw && _profile is { IsClosed: false } asked && _actor.Can(Permissions.WithdrawConsent))
        {
            // Out of the address first: coming back to the page must not open the dialog again, and going to another address
            // closes whatever dialog is open.
            _opensWithdrawal = true;
            navigation.NavigateTo(_address.For(asked.PublicId), replace: true);
            return;
        }

        if (_opensWithdrawal)
        {
            _opensWithdrawal = false;
            _ = InvokeAsync(WithdrawAsync);
        }

        if (_profile is { IsClosed: false } profile && (checkAgain || _checked != profile.PublicId))
        {
            await CheckAsync(profile);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _following?.Dispose();
        base.Dispose(disposing);
    }

    private Task<bool> ReadAsync(bool quietly = false) => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            if (!PublicId.TryParse(Id, out var id) || await queries.FindAsync(id, _address.At, actor, _opening, cancellation) is not { } profile)
            {
                return (Actor: actor, Profile: null, Chosen: null, Language: null, Page: _page);
            }

            if (profile.IsClosed)
            {
                return (actor, profile, null, null, new([], null));
            }

            var chosen = _address.Choose(profile);
            return (
                Actor: actor,
                Profile: (ProfileDetails?)profile,
                Chosen: chosen,
                Language: chosen is { } pair ? await queries.LanguageShownAsync(profile.Id, pair.Sender.Id, pair.Cell, cancellation) : null,
                Page: await timeline.ReadAsync(profile.Id, _address.Below ?? TimelineCursor.Top, actor, cancellation));
        },
        answer =>
        {
            if (answer.Profile?.PublicId != _profile?.PublicId)
            {
                (_verdict, _unchecked, _checked) = (null, false, null);
            }

            (_actor, _profile, _chosen, _language, _page) = answer;
        },
        quietly);

    /// <summary>The check of the chain comes after the page: it reads every event and its evidence. Of two, the later one says what holds.</summary>
    private async Task CheckAsync(ProfileDetails of)
    {
        var mine = ++_checks;
        try
        {
            var verdict = await verification.VerifyAsync(of.Id, Leaving);
            Say(verdict, isUnchecked: false);
        }
        catch (Exception) when (Leaving.IsCancellationRequested)
        {
            // The page is gone.
        }
        catch (Exception e)
        {
            Say(null, isUnchecked: true);
            Incident.Log(logger, e);
        }

        void Say(PersonVerdict? verdict, bool isUnchecked)
        {
            if (mine == _checks && _profile?.PublicId == of.PublicId)
            {
                (_verdict, _unchecked, _checked) = (verdict, isUnchecked, isUnchecked ? null : of.PublicId);
            }
        }
    }

    private async Task OpenedAsync(RestrictedOpening opening)
    {
        _opening = opening;
        if (await ReadAsync())
        {
            await GoOnAsync(checkAgain: true);
        }
    }

    private void Follow(LedgerNews news)
    {
        // No subscriber named: they are too many to say, or the batch held audit entries only.
        if (_profile is { IsClosed: false } profile && (news.Subscribers.Count == 0 || news.Subscribers.Contains(profile.Id)))
        {
            _ = InvokeAsync(RefreshAsync);
        }
    }

    private async Task RefreshAsync()
    {
        _stale = true;
        if (_refreshing)
        {
            return;
        }

        _refreshing = true;
        while (_stale && !Leaving.IsCancellationRequested && _profile is { IsClosed: false })
        {
            _stale = false;
            if (await ReadAsync(quietly: true))
            {
                StateHasChanged();
                await GoOnAsync(checkAgain: true);
            }

            StateHasChanged();
        }

        _refreshing = false;
    }

    private Task WithdrawAsync() => ActAsync("Withdraw", new DialogParameters<WithdrawDialog> { { shown => shown.Profile, _profile! } });

    private Task RecordAsync() => ActAsync("Record", new DialogParameters<RecordDialog> { { shown => shown.Subscriber, _profile!.PublicId } });

    private Task HoldAsync() => ActAsync("Hold", new DialogParameters<HoldDialog> { { shown => shown.Subscriber, _profile!.PublicId } });

    private Task RestrictAsync()
    {
        // What was opened before is closed again.
        _opening = null;
        return ActAsync("Restrict", new DialogParameters<RestrictDialog> { { shown => shown.Subscriber, _profile!.PublicId }, { shown => shown.IsHeld, _profile.InForce(IntervalKind.Hold) is not null } });
    }

    private Task TakeOutAsync() => dialogs.ShowAsync<BundleDialog>(T["Bundle.Title"], new DialogParameters<BundleDialog> { { shown => shown.Subscriber, _profile!.PublicId } });

    private Task ReleaseAsync(IntervalRow hold) => ActAsync(
        "Release", new DialogParameters<ReleaseDialog> { { shown => shown.Subscriber, _profile!.PublicId }, { shown => shown.Hold, hold } });

    /// <summary>Asks for what the act needs; once it is recorded, the page says so.</summary>
    private async Task ActAsync<TDialog>(string act, DialogParameters<TDialog> parameters)
        where TDialog : IComponent
    {
        var isShown = false;
        await RunAsync(async () =>
        {
            var dialog = await dialogs.ShowAsync<TDialog>(T[$"{act}.Title"], parameters);
            if (await dialog.Result is { Canceled: false })
            {
                _done = $"{act}.Done";
                isShown = await ReadAsync();
            }
        });

        // Where the address opened the dialog, nobody else draws the page once it is closed.
        StateHasChanged();
        if (isShown)
        {
            await GoOnAsync(checkAgain: true);
            StateHasChanged();
        }
    }

    private Task ShowEvidenceAsync(EventRow row) => dialogs.ShowAsync<EvidencePanel>(
        T["Panel.Evidence", row.Seq],
        new DialogParameters<EvidencePanel> { { shown => shown.Subscriber, _profile!.PublicId }, { shown => shown.Seq, row.Seq } },
        SidePanel.Options);

    private Task ShowWordingAsync(EventRow row) => dialogs.ShowAsync<WordingPanel>(
        T["Panel.Wording"],
        new DialogParameters<WordingPanel> { { shown => shown.VersionId, row.Wording!.VersionId }, { shown => shown.Language, row.Language } },
        SidePanel.Options);
}
