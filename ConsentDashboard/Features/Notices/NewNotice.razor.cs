using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Notices;

public partial class NewNotice(NoticeQueries queries, CreateNotice create, CellWords words, NavigationManager navigation, IStringLocalizer<NoticesText> T, IStringLocalizer<ErrorsText> E)
{
    private readonly CreateNotice.Input _input = new();
    private IReadOnlyList<SenderChoice> _senders = [];
    private Error? _error;

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation => await queries.SendersAsync(await Actors.CurrentAsync(), cancellation),
        senders =>
        {
            _senders = senders;
            if (senders is [var only])
            {
                _input.SenderId = only.Id;
            }
        });

    private string? ErrorOf(string field) => _error?.Field == field ? E[_error.Key].Value : null;

    private Task CreateAsync() => RunAsync(async () =>
    {
        var created = await create.ExecuteAsync(_input, await Actors.CurrentAsync(), Leaving);
        _error = created.Error;
        if (!created.Failed)
        {
            navigation.NavigateTo($"/notices/{created.Value}");
        }
    });
}
