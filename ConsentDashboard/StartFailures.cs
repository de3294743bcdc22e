using ConsentDashboard.Commands;
using ConsentDashboard.Data.Startup;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Keys;
using Microsoft.AspNetCore.Connections;

namespace ConsentDashboard;

/// <summary>Failures to start that the person who runs the app can mend: told in a sentence, without a stack trace.</summary>
internal static class StartFailures
{
    public static string? Explain(Exception e) => e switch
    {
        StartupException or KeyException or AnchorJournalException or CommandException => e.Message,
        IOException { InnerException: AddressInUseException } => $"{e.Message} Stop what listens there, or set Urls to another address (environment: Urls).",
        _ => null,
    };
}
