using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Requests;

/// <summary>The register: what is open by its clock, and what was answered.</summary>
public partial class RequestList(RequestQueries queries, RequestWords Words, ViewerZone zone, IStringLocalizer<RequestsText> T)
{
    private Actor _actor = Actor.Anonymous;
    private RequestFilter _filter = new(Closed: false, null, null, null);
    private RequestListPage _page = new([], HasMore: false);

    [SupplyParameterFromQuery(Name = "view")]
    private string? ViewText { get; set; }

    [SupplyParameterFromQuery(Name = "law")]
    private string? LawText { get; set; }

    [SupplyParameterFromQuery(Name = "kind")]
    private string? KindText { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    private string? AfterText { get; set; }

    protected override Task OnParametersSetAsync()
    {
        _filter = new(ViewText == "closed", Named<RequestLaw>(LawText), Named<RequestKind>(KindText), Place(AfterText));
        return ReadAsync();
    }

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            return (actor, await queries.SearchAsync(_filter, actor, cancellation));
        },
        answer => (_actor, _page) = answer);

    private string Address(RequestPlace? after) => string.Create(
        CultureInfo.InvariantCulture,
        $"/requests?view={(_filter.Closed ? "closed" : "open")}&law={_filter.Law}&kind={_filter.Kind}{(after is null ? "" : $"&after={after.At.Ticks}-{after.Id}")}");

    private static T? Named<T>(string? text)
        where T : struct, Enum => Enum.TryParse<T>(text, out var named) && Enum.IsDefined(named) ? named : null;

    private static RequestPlace? Place(string? text) =>
        text?.Split('-') is [var at, var id]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(new(ticks, DateTimeKind.Utc), number)
            : null;
}
