using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Reachability.Files;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Reachable;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace ConsentDashboard.Features.Reachability;

/// <summary>
/// Looks into a file and then records it. The browser sends the file itself, once for each: between the two it stays there,
/// and nowhere else.
/// </summary>
public partial class AnswerFilePanel(AwaitedFiles<RecordAnswerFile.Input, FileOutcome> files, TimeProvider clock, IJSRuntime browser, ReachabilityWords Words, IStringLocalizer<ReachabilityText> T)
{
    internal static readonly ReachabilityStatus[] Statuses = [ReachabilityStatus.Live, ReachabilityStatus.Dead, ReachabilityStatus.Reassigned];

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, ReachabilityStatus> _meanings = new(StringComparer.Ordinal);
    private string _source = "";
    private string _region = "";
    private string _order = "";
    private ElementReference _file;
    private AwaitedFile<RecordAnswerFile.Input, FileOutcome>? _awaited;
    private RecordAnswerFile.Input? _looked;
    private FileOutcome? _outcome;
    private Error? _error;

    /// <summary>Proposed for numbers without a calling code.</summary>
    [Parameter]
    public string Region { get; set; } = "";

    private string? Doing => !Busy || _awaited is null ? null : _awaited.Done > 0 ? T["Done", ReachabilityWords.Number(_awaited.Done)].Value : T["Reading"].Value;

    protected override void OnInitialized() => _region = Region;

    // Another file is looked at before it is recorded, and its words may mean something else.
    private void Forget()
    {
        (_outcome, _error) = (null, null);
        _meanings.Clear();
    }

    private Task LookAsync() => RunAsync(async () =>
    {
        _outcome = null;
        _looked = new(_source, new(_region.Trim().ToUpperInvariant(), _order.Length == 0 ? null : _order == "month", new Dictionary<string, ReachabilityStatus>(_meanings)));
        _error = RecordAnswerFile.Wrong(_looked);
        if (_error is null)
        {
            await SendAsync(_looked);
        }
    });

    // As it was looked at, whatever has been typed since.
    private Task RecordAsync() => RunAsync(() => SendAsync(_looked! with { Looked = _outcome!.Digest }));

    private async Task SendAsync(RecordAnswerFile.Input input)
    {
        (var name, _awaited) = files.Await(input, await Actors.CurrentAsync());
        var sent = await SendFileAsync(name);
        var outcome = _awaited.Outcome ?? (Result<FileOutcome>)(sent == Sent.NoFile ? FileErrors.NoFile : sent == Sent.TooLarge ? FileErrors.TooLarge : FileErrors.CutOff);
        (_error, _outcome) = (outcome.Error, outcome.Value);
    }

    private async Task<Sent> SendFileAsync(string name)
    {
        await using var script = await browser.InvokeAsync<IJSObjectReference>("import", Leaving, "/sends.js");
        var sending = script.InvokeAsync<Sent>("send", Timeout.InfiniteTimeSpan, _file, $"/reachability/files/{name}", AnswerFileEndpoint.MaxBytes).AsTask();
        while (await Task.WhenAny(sending, Task.Delay(Pause, clock, Leaving)) != sending && !Leaving.IsCancellationRequested)
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
