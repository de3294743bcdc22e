using ConsentDashboard.Components.Text;
using ConsentDashboard.Features.Accounts;
using ConsentDashboard.Security.Access;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Commands;

internal static class CreateAdminCommand
{
    public static readonly Command Command = new("create-admin", "creates an administrator and prints the password once", RunAsync)
    {
        Options = [new("email", "the address to sign in with", "E", IsRequired: true)],
    };

    private static async Task<int> RunAsync(CommandContext context)
    {
        var input = new CreateAdministrator.Input { Email = context.Input.Value("email")! };
        var created = await context.Services.GetRequiredService<CreateAdministrator>().ExecuteAsync(input, Actor.System("create-admin"), context.Cancellation);
        if (created.Failed)
        {
            var words = context.Services.GetRequiredService<IStringLocalizer<ErrorsText>>();
            throw new CommandException($"{input.Email}: {words[created.Error.Key]}");
        }

        await context.Error.WriteLineAsync($"The password of {input.Email}, shown this once:");
        await context.Out.WriteLineAsync(created.Value);
        return ExitCodes.Done;
    }
}
