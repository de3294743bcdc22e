using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.OptOut;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.OptOuts.Annulments;

public sealed class AnnulmentWords(IStringLocalizer<AnnulmentsText> text, IStringLocalizer<ErrorsText> errors)
{
    public string Of(Error error) => text[error.Key] is { ResourceNotFound: false } own ? own.Value : errors[error.Key];

    public string? Of(Error? error, string field) => error?.Field == field ? Of(error) : null;

    /// <summary>"12 withdrawals from one address within 6 minutes".</summary>
    public string Of(BurstRow burst)
    {
        var minutes = Math.Max(1, (long)Math.Ceiling((burst.LastAt - burst.FirstAt).TotalMinutes));
        return text[burst.Kind == OriginKind.Address ? "Burst.Address" : "Burst.Agent", text.Count("Withdrawals", burst.Count), text.Count("Minutes", minutes), burst.Who ?? ""];
    }

    public string Scope(WithdrawalRow row, CellWords cells) => string.Create(CultureInfo.CurrentCulture, $"{row.Sender ?? text["AllSenders"]} · {cells[row.Cells]}");
}
