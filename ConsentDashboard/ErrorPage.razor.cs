using ConsentDashboard.Components;
using Microsoft.AspNetCore.Components;

namespace ConsentDashboard;

public partial class ErrorPage
{
    [Parameter]
    public int Code { get; set; }

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    private int Shown => Code is 0 ? StatusCodes.Status500InternalServerError : Code;

    private string Key => Shown switch
    {
        400 => "BadRequest",
        413 => "TooLarge",
        429 => "TooMany",
        503 => "Unavailable",
        _ => "Failed",
    };

    private string? Reference => Http is null ? null : Incident.Of(Http);
}
