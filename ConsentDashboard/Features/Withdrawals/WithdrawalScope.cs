using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Api;

namespace ConsentDashboard.Features.Withdrawals;

/// <summary>What a request withdraws: what it does not narrow down is all of it.</summary>
internal static class WithdrawalScope
{
    private static readonly string[] Channels = ["sms", "call"];
    private static readonly string[] Types = ["informational", "advertising", "promotional"];

    public static Result<ConsentCells> Of(WithdrawalRequest request)
    {
        if (request is { Cells: null, Channels: null, MessageTypes: null })
        {
            return ConsentCells.All;
        }

        var cells = ApiWords.CellsOf(request.Cells, request.Channels ?? Channels, request.MessageTypes ?? Types);
        return cells == ConsentCells.None ? WithdrawalErrors.UnknownCells with { Field = FieldOf(request) } : cells;
    }

    private static string FieldOf(WithdrawalRequest request) => request switch
    {
        { Cells: not null } => "cells",
        { Channels: { } channels } when channels.Count == 0 || channels.Any(word => ApiWords.ChannelOf(word) is null) => "channels",
        _ => "messageTypes",
    };
}
