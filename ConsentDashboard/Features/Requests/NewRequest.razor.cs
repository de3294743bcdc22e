using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Requests;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Requests;

/// <summary>Writes down what a person asks for.</summary>
public partial class NewRequest(RequestQueries queries, EnterRequest enter, RequestWords Words, ViewerZone zone, TimeProvider clock, NavigationManager navigation, IStringLocalizer<RequestsText> T)
{
    private IReadOnlyList<SenderChoice> _senders = [];
    private KnownPerson? _person;
    private Error? _error;
    private bool _isEntered;
    private string _number = "";
    private string _region = "US";
    private RequestKind _kind = RequestKind.Access;
    private string _way = "";
    private DateTime _receivedAt;
    private string _language = RequestLists.Languages[0];
    private string _sender = "";
    private string _details = "";

    /// <summary>Whom it is about, by her public id: no number stands in an address.</summary>
    [SupplyParameterFromQuery(Name = "subscriber")]
    private string? SubscriberText { get; set; }

    [SupplyParameterFromQuery(Name = "kind")]
    private string? KindText { get; set; }

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            return (
                Senders: await queries.SendersAsync(actor, cancellation),
                Person: SubscriberText is null ? default(Result<KnownPerson>?)
                    : PublicId.TryParse(SubscriberText, out var id) ? await queries.PersonAsync(id, actor, cancellation) : RequestErrors.UnknownPerson);
        },
        found =>
        {
            var now = zone.Local(clock.UtcMilliseconds());
            (_senders, _region) = (found.Senders, found.Senders.Count > 0 ? found.Senders[0].Region : _region);
            (_person, _error) = (found.Person?.Value, found.Person?.Error);
            _receivedAt = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
            _kind = Enum.GetValues<RequestKind>().FirstOrDefault(kind => $"{kind}".Equals(KindText, StringComparison.OrdinalIgnoreCase), _kind);
            var speaks = _person?.Language.Split('-')[0] ?? CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
            _language = RequestLists.Languages.FirstOrDefault(language => language == speaks, _language);
        });

    private void TypeNumber() => (_person, _error) = (null, null);

    // No token: once validated, it is written even if this page dies.
    private Task EnterAsync() => _isEntered ? Task.CompletedTask : RunAsync(async () =>
    {
        var entered = await enter.ExecuteAsync(
            new()
            {
                Subscriber = _person?.Id,
                Number = _number,
                Region = _region.Trim().ToUpperInvariant(),
                Law = Enum.GetValues<RequestLaw>().First(law => RequestDeadlines.KindsOf(law).Contains(_kind)),
                Kind = _kind,
                ReceivedBy = _way,
                ReceivedAt = zone.Utc(_receivedAt),
                Language = _language,
                SenderId = long.TryParse(_sender, NumberStyles.None, CultureInfo.InvariantCulture, out var sender) ? sender : null,
                Details = _details,
            },
            await Actors.CurrentAsync(),
            CancellationToken.None);
        (_error, _isEntered) = (entered.Error, !entered.Failed);
        if (_isEntered)
        {
            navigation.NavigateTo($"/requests/{entered.Value}");
        }
    });
}
