using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ConsentDashboard.Tests.Support;

/// <summary>
/// Hears each statement that Entity Framework is about to send to a database, so that something may happen just before it.
/// Begins before the database is made: a context that nobody listened to does not look again for a second.
/// </summary>
internal sealed class HeardCommands : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];
    private volatile Action<CommandEventData>? _hear;

    private HeardCommands() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    public static HeardCommands Begin() => new();

    public void In(TestDatabase database, Action<string> hear)
    {
        using var db = database.Open();
        var source = db.Database.GetDbConnection().DataSource;
        _hear = heard =>
        {
            if (heard.Connection.DataSource == source)
            {
                hear(heard.Command.CommandText);
            }
        };
    }

    /// <summary>Once, before the first statement that speaks of all the words.</summary>
    public void First(TestDatabase database, string[] words, Action<DbContext> then)
    {
        var waiting = 1;
        In(database, text =>
        {
            if (words.All(word => text.Contains(word, StringComparison.Ordinal)) && Interlocked.Exchange(ref waiting, 0) == 1)
            {
                using var db = database.Open();
                then(db);
            }
        });
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
        {
            _subscriptions.Add(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == RelationalEventId.CommandExecuting.Name && value.Value is CommandEventData heard)
        {
            _hear?.Invoke(heard);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }
}
