using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Accounts;

public partial class FirstAdministratorPage(
    CreateFirstAdministrator create,
    FirstAdministratorLink link,
    NavigationManager navigation,
    IStringLocalizer<AccountsText> T,
    IStringLocalizer<ErrorsText> E)
{
    private static readonly Error LinkInvalid = new("Account.LinkInvalid", ErrorKind.Refused);

    private Error? _error;

    [SupplyParameterFromForm]
    private CreateFirstAdministrator.Input? Form { get; set; }

    [SupplyParameterFromQuery]
    private string? Token { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    private bool Usable => link.Accepts(Token) && _error is not { Kind: ErrorKind.Refused or ErrorKind.Conflict };

    protected override void OnInitialized() => Form ??= new();

    private async Task SubmitAsync()
    {
        var result = await create.ExecuteAsync(Form!, Http.RequestAborted);
        if (result.Failed)
        {
            _error = result.Error;
            return;
        }

        navigation.NavigateTo(AccountsFeature.SignInPath);
    }
}
