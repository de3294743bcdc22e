using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Senders;

public partial class SenderPage(SenderQueries queries, SaveSender save, NavigationManager navigation, IStringLocalizer<SendersText> T, IStringLocalizer<ErrorsText> E)
{
    private const string SecureStart = "https" + "://";

    private SenderForm? _form;
    private string _title = "";
    private bool _mayManage;
    private bool _saved;
    private IReadOnlyList<Error> _wrong = [];
    private Error? _refusal;
    private string? _shown;

    /// <summary>Null: a new sender.</summary>
    [Parameter]
    public string? Id { get; set; }

    private bool IsNew => _shown == "";

    protected override async Task OnParametersSetAsync()
    {
        if (_shown != (Id ?? ""))
        {
            (_saved, _shown) = (false, Id ?? "");
            await ReadAsync();
        }
    }

    private Task<bool> ReadAsync() => ReadAsync(
        async cancellation =>
        {
            var actor = await Actors.CurrentAsync();
            if (IsNew)
            {
                actor.Demand(Permissions.ManageCollection);
                return (Actor: actor, Form: new SenderForm());
            }

            return (Actor: actor, Form: PublicId.TryParse(_shown, out var id) ? await queries.FindAsync(id, actor, cancellation) : null);
        },
        answer =>
        {
            (_form, _mayManage) = (answer.Form, answer.Actor.Can(Permissions.ManageCollection));
            _title = IsNew ? T["New"].Value : _form?.Name ?? "";
            (_wrong, _refusal) = ([], null);
        });

    private string? ErrorOf(string field) => _wrong.FirstOrDefault(error => error.Field == field) is { } error ? E[error.Key].Value : null;

    private Task SaveAsync() => RunAsync(async () =>
    {
        (_saved, _refusal, _wrong) = (false, null, SaveSender.Wrong(_form!));
        if (_wrong.Count > 0)
        {
            return;
        }

        var saved = await save.ExecuteAsync(_form!, await Actors.CurrentAsync(), Leaving);
        if (saved.Failed)
        {
            (_wrong, _refusal) = saved.Error.Field is null ? (_wrong, saved.Error) : ([saved.Error], null);
            return;
        }

        _saved = true;
        if (!IsNew)
        {
            await ReadAsync();
            return;
        }

        // Shown before the address changes: until then a second press would make a second one.
        _shown = $"{saved.Value.Id}";
        if (await ReadAsync())
        {
            navigation.NavigateTo($"/senders/{_shown}");
        }
    });
}
