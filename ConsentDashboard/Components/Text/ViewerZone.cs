using Microsoft.JSInterop;

namespace ConsentDashboard.Components.Text;

/// <summary>The time zone of whoever looks, asked of the browser once a circuit; UTC until then, and where it is unknown here.</summary>
public sealed class ViewerZone(IJSRuntime script)
{
    private TimeZoneInfo? _zone;

    private TimeZoneInfo Zone => _zone ?? TimeZoneInfo.Utc;

    public async Task LoadAsync()
    {
        if (_zone is not null)
        {
            return;
        }

        try
        {
            await using var browser = await script.InvokeAsync<IJSObjectReference>("import", "./browser.js");
            _zone = TimeZoneInfo.FindSystemTimeZoneById(await browser.InvokeAsync<string>("timeZone"));
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            _zone = TimeZoneInfo.Utc;
        }
    }

    /// <summary>IANA, as the browser says it.</summary>
    public string Name => Zone.Id;

    public DateTime Local(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, Zone);

    /// <summary>A time that the clock skips in spring is the one an hour later.</summary>
    public DateTime Utc(DateTime local)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return TimeZoneInfo.ConvertTimeToUtc(Zone.IsInvalidTime(local) ? local.AddHours(1) : local, Zone);
    }
}
