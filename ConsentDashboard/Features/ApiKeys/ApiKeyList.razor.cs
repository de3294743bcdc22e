using ConsentDashboard.Components.Dialogs;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.ApiKeys;

public partial class ApiKeyList(ApiKeyQueries queries, RevokeApiKey revoke, IDialogService dialogs, ViewerZone zone, TimeProvider clock, IStringLocalizer<ApiKeysText> T)
{
    private IReadOnlyList<ApiKeyRow> _keys = [];
    private IReadOnlyList<SenderChoice> _senders = [];
    private DateTime _now;
    private bool _isMaking;
    private string? _secret;

    private string? Figure => Reading.HasContent ? T["Figure", _keys.Count(key => key.IsGood(_now))].Value : null;

    internal static IEnumerable<ApiScopes> ScopesOf(ApiScopes scopes) => Enum.GetValues<ApiScopes>().Where(scope => scope != ApiScopes.None && scopes.HasFlag(scope));

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            return (Keys: await queries.ListAsync(actor, cancellation), Senders: await queries.SendersAsync(actor, cancellation));
        },
        answer => (_keys, _senders, _now) = (answer.Keys, answer.Senders, clock.UtcMilliseconds()));

    private async Task MadeAsync(string secret)
    {
        (_isMaking, _secret) = (false, secret);
        await ReadAsync();
    }

    private Task RevokeAsync(ApiKeyRow key) => RunAsync(async () =>
    {
        if (await dialogs.AskAsync(new(T["Revoke.Title", key.Name], T["Revoke.Text", key.Prefix], T["Revoke"])) is not null)
        {
            await revoke.ExecuteAsync(new(key.PublicId), await Actors.CurrentAsync(), Leaving);
            await ReadAsync();
        }
    });

    private string State(ApiKeyRow key) => key switch
    {
        { RevokedAt: { } at } => T["State.Revoked", Dates.Day(zone.Local(at))],
        _ when key.ExpiresAt <= _now => T["State.Expired", Dates.Day(zone.Local(key.ExpiresAt))],
        _ when key.ExpiresAt < Times.Never => T["State.Until", Dates.Day(zone.Local(key.ExpiresAt.AddDays(-1)))],
        _ => T["State.Good"],
    };
}
