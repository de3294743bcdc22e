using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Features.Sends.Files;
using ConsentDashboard.Operations.Files;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace ConsentDashboard.Features.Sends;

/// <summary>Counts what a file lists. The browser sends the file itself; the page says what it is about and shows what came of it.</summary>
public partial class UploadPanel(
    SendQueries queries,
    AwaitedFiles<RecordSendsFile.Input, FileOutcome> uploads,
    RecordSendsFile record,
    CellWords Cells,
    TimeProvider clock,
    IJSRuntime browser,
    IStringLocalizer<ErrorsText> Errors,
    IStringLocalizer<SendsText> T)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private IReadOnlyList<SenderChoice> _senders = [];
    private string _sender = "";
    private Channel _channel = Channel.Sms;
    private MessageType _type = MessageType.Promotional;
    private DateOnly? _day;
    private ElementReference _file;
    private AwaitedFile<RecordSendsFile.Input, FileOutcome>? _upload;
    private FileOutcome? _outcome;
    private Error? _error;

    /// <summary>Told when something was counted.</summary>
    [Parameter]
    public EventCallback OnCounted { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _day = DateOnly.FromDateTime(clock.UtcMilliseconds());
        await ReadAsync(async cancellation => await queries.SendersAsync(await Actors.CurrentAsync(), cancellation), senders => _senders = senders);
        _sender = _senders is [var only] ? $"{only.PublicId}" : "";
    }

    private string? Invalid(string field) => _error?.Field == field ? "true" : null;

    private Task SendAsync() => RunAsync(async () =>
    {
        (_error, _outcome) = (null, null);
        var input = new RecordSendsFile.Input(PublicId.TryParse(_sender, out var sender) ? sender : null, _channel, _type, _day);
        if (record.Wrong(input) is { } wrong)
        {
            _error = wrong;
            return;
        }

        (var name, _upload) = uploads.Await(input, await Actors.CurrentAsync());
        var sent = await SendFileAsync(name);
        var outcome = _upload.Outcome ?? (Result<FileOutcome>)(sent == Sent.NoFile ? FileErrors.NoFile : sent == Sent.TooLarge ? FileErrors.TooLarge : FileErrors.CutOff);
        (_error, _outcome) = (outcome.Error, outcome.Value);
        await OnCounted.InvokeAsync();
    });

    private async Task<Sent> SendFileAsync(string name)
    {
        await using var script = await browser.InvokeAsync<IJSObjectReference>("import", Leaving, "/sends.js");
        var sending = script.InvokeAsync<Sent>("send", Timeout.InfiniteTimeSpan, _file, $"/sends/files/{name}", SendsFileEndpoint.MaxBytes).AsTask();
        while (await Task.WhenAny(sending, Task.Delay(Look, clock, Leaving)) != sending && !Leaving.IsCancellationRequested)
        {
            StateHasChanged();
        }

        return await sending;
    }

    /// <summary>What the script says of the file.</summary>
    private enum Sent
    {
        Done = 0,
        NoFile = 1,
        TooLarge = 2,
        Failed = 3,
    }
}
