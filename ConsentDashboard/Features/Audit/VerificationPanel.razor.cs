using ConsentDashboard.Operations.ConsentLedger.Verification;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Audit;

/// <summary>The last verification of the ledger, and a button for the next. It takes seconds to minutes, and writers go on meanwhile.</summary>
public partial class VerificationPanel(VerifyAndRecord verify, IStringLocalizer<AuditText> T)
{
    private long? _checked;

    /// <summary>Null where the ledger was never verified here.</summary>
    [Parameter]
    public VerificationRow? Last { get; set; }

    [Parameter]
    public bool CanVerify { get; set; }

    /// <summary>There is a newer outcome.</summary>
    [Parameter]
    public EventCallback OnVerified { get; set; }

    private Task VerifyAsync() => RunAsync(async () =>
    {
        _checked = 0;
        try
        {
            await verify.ExecuteAsync(await Actors.CurrentAsync(), new Watch(this), Leaving);
        }
        finally
        {
            _checked = null;
        }

        await OnVerified.InvokeAsync();
    });

    private void Show(long count) => _ = InvokeAsync(() =>
    {
        if (_checked is not null && !Leaving.IsCancellationRequested)
        {
            _checked = count;
            StateHasChanged();
        }
    });

    /// <summary>Redraws a few times a second at most.</summary>
    private sealed class Watch(VerificationPanel panel) : IProgress<long>
    {
        private const int Pause = 300;

        private long _last = Environment.TickCount64;

        public void Report(long value)
        {
            var (now, last) = (Environment.TickCount64, Interlocked.Read(ref _last));
            if (now - last >= Pause && Interlocked.CompareExchange(ref _last, now, last) == last)
            {
                panel.Show(value);
            }
        }
    }
}
