namespace ConsentDashboard.Data.Startup;

/// <summary>The app cannot start; the message is for the person who runs it: what is wrong, where, and what to do. Nothing was changed.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
