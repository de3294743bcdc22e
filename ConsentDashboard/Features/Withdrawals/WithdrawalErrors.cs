using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Withdrawals;

/// <summary>A withdrawal is refused only where it does not say whose it is, or from what.</summary>
internal static class WithdrawalErrors
{
    public static readonly Error UnknownSender = new("Withdrawal.UnknownSender", ErrorKind.NotFound, "sender");
    public static readonly Error OtherSender = new("Withdrawal.OtherSender", ErrorKind.Forbidden, "sender");
    public static readonly Error UnknownCells = new("Withdrawal.UnknownCells", ErrorKind.Invalid);

    public static readonly ApiProblem TooLarge = new(StatusCodes.Status413PayloadTooLarge, "body_too_large", "The body is larger than 64 KB.");

    public static ApiProblem Problem(Error error) => error.Key switch
    {
        "Withdrawal.UnknownSender" => new(StatusCodes.Status404NotFound, "unknown_sender", "There is no sender of that id.", error.Field),
        "Withdrawal.OtherSender" => new(StatusCodes.Status403Forbidden, "other_sender", "The API key may not speak for this sender.", error.Field),
        "Withdrawal.UnknownCells" => new(StatusCodes.Status422UnprocessableEntity, "cells_unknown", "Send channels (sms, call) and messageTypes (informational, advertising, promotional), or cells such as sms-promotional; leave all of them out to withdraw everything.", error.Field),
        "Ledger.Maintenance" => ApiProblem.Maintenance,
        _ => ApiProblem.PhoneInvalid(error.Field),
    };
}
