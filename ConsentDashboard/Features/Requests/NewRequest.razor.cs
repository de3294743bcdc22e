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
    private Error? _error;
    private string _number = "";
    private string _region = "US";
    private RequestKind _kind = RequestKind.Access;
    private string _way = "";
    private DateTime _receivedAt;
    private string _language = RequestLists.Languages[0];
    private string _sender = "";
    private string _details = "";

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            return await queries.SendersAsync(await Actors.CurrentAsync(), cancellation);
        },
        senders =>
        {
            var now = zone.Local(clock.UtcMilliseconds());
            (_senders, _region) = (senders, senders.Count > 0 ? senders[0].Region : _region);
            _receivedAt = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
            _language = RequestLists.Languages.FirstOrDefault(language => language == CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, _language);
        });

    // No token: once validated, it is written even if this page dies.
    private Task EnterAsync() => RunAsync(async () =>
    {
        var entered = await enter.ExecuteAsync(
            new()
            {
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
        _error = entered.Error;
        if (!entered.Failed)
        {
            navigation.NavigateTo($"/requests/{entered.Value}");
        }
    });
}
