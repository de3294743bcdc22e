using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Features.Holds.Orders;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Holds;

public partial class HoldList(HoldQueries queries, ViewerZone zone, IStringLocalizer<HoldsText> T)
{
    private Actor _actor = Actor.Anonymous;
    private HoldListPage<HoldOrderRow> _orders = new([], HasNewer: false, HasOlder: false);
    private HoldListPage<PersonHoldRow> _people = new([], HasNewer: false, HasOlder: false);

    [SupplyParameterFromQuery(Name = "view")]
    private string? View { get; set; }

    [SupplyParameterFromQuery(Name = "older")]
    private string? OlderText { get; set; }

    [SupplyParameterFromQuery(Name = "newer")]
    private string? NewerText { get; set; }

    private bool ShowsPersons => View == "people";

    private bool HasNewer => ShowsPersons ? _people is { HasNewer: true, Rows.Count: > 0 } : _orders is { HasNewer: true, Rows.Count: > 0 };

    private bool HasOlder => ShowsPersons ? _people is { HasOlder: true, Rows.Count: > 0 } : _orders is { HasOlder: true, Rows.Count: > 0 };

    private long FirstPlace => ShowsPersons ? _people.Rows[0].Place : _orders.Rows[0].Place;

    private long LastPlace => ShowsPersons ? _people.Rows[^1].Place : _orders.Rows[^1].Place;

    protected override bool IsUnderWay => !ShowsPersons && _orders.Rows.Any(row => row.State.IsUnderWay());

    protected override Task OnParametersSetAsync() => ReadAsync();

    protected override Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            var (older, newer) = (ParseId(OlderText), ParseId(NewerText));
            return ShowsPersons
                ? (actor, _orders with { Rows = [] }, await queries.PersonsAsync(older, newer, actor, cancellation))
                : (actor, await queries.OrdersAsync(older, newer, actor, cancellation), _people with { Rows = [] });
        },
        answer => (_actor, _orders, _people) = answer);

    protected override bool Show(JobNews news)
    {
        if (_orders.Rows.FirstOrDefault(row => row.Id == news.Job) is not { } known)
        {
            return ShowsPersons;
        }

        if (news.Status != JobStatus.Running || known.State is not (HoldOrderState.Placing or HoldOrderState.Releasing))
        {
            return false;
        }

        _orders = _orders with { Rows = [.. _orders.Rows.Select(row => row.Id == news.Job ? row with { Done = news.Done, Total = news.Total } : row)] };
        return true;
    }

    private string Address(string? direction, long? place) =>
        string.Create(CultureInfo.InvariantCulture, $"/holds{(ShowsPersons ? "?view=people" : "")}{(direction is null ? "" : $"{(ShowsPersons ? "&" : "?")}{direction}={place}")}");

    private static long? ParseId(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
