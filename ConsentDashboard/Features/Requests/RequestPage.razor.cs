using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Features.Requests.Answers;
using ConsentDashboard.Features.Requests.Deciding;
using ConsentDashboard.Features.Requests.Identity;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Requests;

/// <summary>One request: who asks, what is answered, and what became of it.</summary>
public partial class RequestPage(
    RequestQueries queries, ConfirmReceipt confirm, SendRequestCode send, VerifyByCode check, VerifyOtherwise recognise, PrepareAnswer prepare, ExtendRequest extend, CloseRequest close,
    RequestWords Words, ViewerZone zone, NavigationManager navigation, IStringLocalizer<RequestsText> T)
{
    private RequestDetails? _details;
    private bool _mayHandle;
    private Error? _error;
    private Part _asked;

    private enum Part
    {
        About,
        Identity,
        Answer,
        Extend,
        Decide,
    }

    [Parameter]
    public string Id { get; set; } = "";

    private PublicId Request => PublicId.TryParse(Id, out var id) ? id : default;

    protected override Task OnParametersSetAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            return (actor.Can(Permissions.HandleRequests), await queries.FindAsync(Request, actor, cancellation));
        },
        answer => (_mayHandle, _details) = answer);

    // No tokens: what was asked for is written even if this page dies.
    private Task ConfirmAsync() => DoAsync(Part.About, actor => confirm.ExecuteAsync(Request, actor, CancellationToken.None));

    private Task SendAsync() => DoAsync(Part.Identity, actor => send.ExecuteAsync(Request, actor, CancellationToken.None));

    private Task CheckAsync(string code) => DoAsync(Part.Identity, actor => check.ExecuteAsync(new(Request, code), actor, CancellationToken.None));

    private Task RecogniseAsync((string Proof, string Note) typed) => DoAsync(Part.Identity, actor => recognise.ExecuteAsync(new(Request, typed.Proof, typed.Note), actor, CancellationToken.None));

    private Task PrepareAsync() => DoAsync(Part.Answer, actor => prepare.ExecuteAsync(new(Request, navigation.BaseUri), actor, CancellationToken.None));

    private Task ExtendAsync(string reason) => DoAsync(Part.Extend, actor => extend.ExecuteAsync(new(Request, reason), actor, CancellationToken.None));

    private Task CloseAsync((RequestOutcome Outcome, string Reason) typed) => DoAsync(Part.Decide, actor => close.ExecuteAsync(new(Request, typed.Outcome, typed.Reason), actor, CancellationToken.None));

    private Task DoAsync(Part part, Func<Actor, Task<Result>> act) => RunAsync(async () =>
    {
        var done = await act(await Actors.CurrentAsync());
        (_asked, _error) = (part, done.Error);
        await ReadAsync();
    });
}
