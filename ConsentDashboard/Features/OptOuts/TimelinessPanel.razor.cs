using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Operations.OptOut.Inbox;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.OptOuts;

public partial class TimelinessPanel(Timeliness timeliness, CellWords Doors, InboxWords Words, IStringLocalizer<OptOutsText> T)
{
    private static readonly int[] Periods = [7, 30, 90];

    private IReadOnlyList<TimelinessRow> _rows = [];
    private int _days;

    /// <summary>As it stands in the address.</summary>
    [Parameter]
    public string? Days { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        var days = int.TryParse(Days, NumberStyles.None, CultureInfo.InvariantCulture, out var read) && Periods.Contains(read) ? read : Periods[1];
        if (days != _days)
        {
            _days = days;
            await ReadAsync();
        }
    }

    private Task ReadAsync() => ReadAsync(
        async cancellation => await timeliness.ReadAsync(_days, await Actors.CurrentAsync(), cancellation),
        rows => _rows = rows);

    // Not rounded up to a hundred: one that was late is not hidden.
    private static string Percent(double share) => (Math.Floor(share * 1000) / 1000).ToString("P1", CultureInfo.CurrentCulture);

    private static string Width(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture);
}
