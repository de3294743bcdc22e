using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Features.Holds.Orders;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Holds;

public partial class HoldList(HoldQueries queries, ViewerZone zone, IStringLocalizer<HoldsText> T)
{
    private const string PeopleAddress = "/holds?view=people";

    private static readonly NewestPage<HoldOrderRow> NoOrders = new([]);
    private static readonly NewestPage<PersonHoldRow> NoPeople = new([]);

    private Actor _actor = Actor.Anonymous;
    private NewestPage<HoldOrderRow> _orders = NoOrders;
    private NewestPage<PersonHoldRow> _people = NoPeople;
    private bool? _readsPersons;

    [SupplyParameterFromQuery(Name = "view")]
    private string? View { get; set; }

    [SupplyParameterFromQuery(Name = "older")]
    private string? OlderText { get; set; }

    [SupplyParameterFromQuery(Name = "newer")]
    private string? NewerText { get; set; }

    private bool ShowsPersons => View == "people";

    private bool HasMore => ShowsPersons ? _people.HasNewer || _people.HasOlder : _orders.HasNewer || _orders.HasOlder;

    protected override bool IsUnderWay => !ShowsPersons && _orders.Rows.Any(row => row.State.IsUnderWay());

    protected override Task OnParametersSetAsync() => ReadAsync();

    protected override Task ReadAsync(bool quietly = false) => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            var place = NewestPlace.Parse(OlderText, NewerText);
            return ShowsPersons
                ? (actor, true, NoOrders, await queries.PersonsAsync(place, actor, cancellation))
                : (actor, false, await queries.OrdersAsync(place, actor, cancellation), NoPeople);
        },
        answer => (_actor, _readsPersons, _orders, _people) = answer, quietly);

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
}
