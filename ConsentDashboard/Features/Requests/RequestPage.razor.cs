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
    private string? _address;

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

    protected override Task OnParametersSetAsync()
    {
        if (_address != Id)
        {
            (_address, _error) = (Id, null);
        }

        return ReadAsync();
    }

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            return (actor.Can(Permissions.HandleRequests), PublicId.TryParse(Id, out var id) ? await queries.FindAsync(id, actor, cancellation) : null);
        },
        answer => (_mayHandle, _details) = answer);

    // No tokens: what was asked for is written even if this page dies. The request is the one that was shown, wherever the address leads by now.
    private Task ConfirmAsync(PublicId request) => DoAsync(Part.About, actor => confirm.ExecuteAsync(request, actor, CancellationToken.None));

    private Task SendAsync(PublicId request) => DoAsync(Part.Identity, actor => send.ExecuteAsync(request, actor, CancellationToken.None));

    private Task CheckAsync(PublicId request, string code) => DoAsync(Part.Identity, actor => check.ExecuteAsync(new(request, code), actor, CancellationToken.None));

    private Task RecogniseAsync(PublicId request, (string Proof, string Note) typed) => DoAsync(Part.Identity, actor => recognise.ExecuteAsync(new(request, typed.Proof, typed.Note), actor, CancellationToken.None));

    private Task PrepareAsync(PublicId request) => DoAsync(Part.Answer, actor => prepare.ExecuteAsync(new(request, navigation.BaseUri), actor, CancellationToken.None));

    private Task ExtendAsync(PublicId request, string reason) => DoAsync(Part.Extend, actor => extend.ExecuteAsync(new(request, reason), actor, CancellationToken.None));

    private Task CloseAsync(PublicId request, (RequestOutcome Outcome, string Reason) typed) => DoAsync(Part.Decide, actor => close.ExecuteAsync(new(request, typed.Outcome, typed.Reason), actor, CancellationToken.None));

    private Task DoAsync(Part part, Func<Actor, Task<Result>> act) => RunAsync(async () =>
    {
        var done = await act(await Actors.CurrentAsync());
        (_asked, _error) = (part, done.Error);
        await ReadAsync();
    });
}
