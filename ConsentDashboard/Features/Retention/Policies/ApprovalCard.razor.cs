using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Retention.Policies;

/// <summary>From how many subscribers on a run needs a second person.</summary>
public partial class ApprovalCard(PolicyQueries queries, SaveRetentionSettings save, IStringLocalizer<ErrorsText> Errors, IStringLocalizer<PoliciesText> T)
{
    private string _from = "";
    private string _password = "";
    private int _version;
    private bool _saved;
    private Error? _error;

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation => await queries.SettingsAsync(await Actors.CurrentAsync(), cancellation),
        settings => (_from, _version) = (settings.ApprovalFrom.ToString(CultureInfo.InvariantCulture), settings.Version));

    private string? Wrong(string field) => _error?.Field == field ? Errors[_error.Key].Value : null;

    private Task SaveAsync() => RunAsync(async () =>
    {
        var from = int.TryParse(_from, NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? typed : -1;
        _error = (await save.ExecuteAsync(new(from, _version, _password), await Actors.CurrentAsync(), Leaving)).Error;
        (_saved, _password) = (_error is null, "");
        if (_saved)
        {
            await ReadAsync();
        }
    });
}
