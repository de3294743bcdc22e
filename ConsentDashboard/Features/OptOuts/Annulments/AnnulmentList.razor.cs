using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.OptOuts.Annulments;

/// <summary>What waits for a second person, and what was decided.</summary>
public partial class AnnulmentList(AnnulmentQueries queries, DecideAnnulment decide, ViewerZone zone, IStringLocalizer<AnnulmentsText> T)
{
    private Actor _actor = Actor.Anonymous;
    private AnnulmentView _view;
    private long? _after;
    private RequestPage _page = new([], HasMore: false);
    private (PublicId Request, Error Error)? _failure;
    private string? _done;

    [SupplyParameterFromQuery(Name = "view")]
    private string? ViewText { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    private string? AfterText { get; set; }

    protected override Task OnParametersSetAsync()
    {
        _view = Enum.TryParse<AnnulmentView>(ViewText, ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : AnnulmentView.Waiting;
        _after = long.TryParse(AfterText, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : null;
        return ReadAsync();
    }

    protected override Task ReadAsync(bool quietly = false) => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            return (actor, await queries.SearchAsync(_view, _after, actor, cancellation));
        },
        answer => (_actor, _page) = answer, quietly);

    private Task DecideAsync(RequestRow row, (bool Approves, string Note) decision) => RunAsync(async () =>
    {
        var decided = await decide.ExecuteAsync(new() { Request = row.Id, Approves = decision.Approves, Note = decision.Note }, await Actors.CurrentAsync(), Leaving);
        _failure = decided.Error is { } error ? (row.Id, error) : null;
        _done = decided.Failed ? null : T.Count(decision.Approves ? "Approved" : "Rejected", 1);
        if (decided.Error is null or { Kind: not ErrorKind.Invalid })
        {
            await ReadAsync();
        }
    });

    private static string Address(AnnulmentView view, long? after = null)
    {
        string[] query =
        [
            .. view == AnnulmentView.Waiting ? Array.Empty<string>() : [$"view={view.ToString().ToLowerInvariant()}"],
            .. after is null ? Array.Empty<string>() : [string.Create(CultureInfo.InvariantCulture, $"after={after}")],
        ];
        return query.Length == 0 ? "/opt-outs/annulments" : $"/opt-outs/annulments?{string.Join('&', query)}";
    }
}
