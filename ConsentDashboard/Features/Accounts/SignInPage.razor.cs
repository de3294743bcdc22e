using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations;
using ConsentDashboard.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Accounts;

public partial class SignInPage(
    SignIn signIn,
    DemoOptions Demo,
    NavigationManager navigation,
    IStringLocalizer<AccountsText> T,
    IStringLocalizer<ShellText> S,
    IStringLocalizer<ErrorsText> E)
{
    private Error? _error;

    [SupplyParameterFromForm]
    private SignIn.Input? Form { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    protected override void OnInitialized()
    {
        Form ??= new();
        if (Http.User.Identity is { IsAuthenticated: true } && HttpMethods.IsGet(Http.Request.Method))
        {
            navigation.NavigateTo(LocalAddress.Or(ReturnUrl, "/"));
        }
    }

    private async Task SubmitAsync()
    {
        var result = await signIn.ExecuteAsync(Form!, Http.RequestAborted);
        if (result.Failed)
        {
            _error = result.Error;
            return;
        }

        navigation.NavigateTo(LocalAddress.Or(ReturnUrl, "/"));
    }
}
