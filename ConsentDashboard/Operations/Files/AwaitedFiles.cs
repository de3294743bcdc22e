using System.Collections.Concurrent;
using System.Security.Cryptography;
using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Operations.Files;

/// <summary>A file that a page awaits, and what came of it.</summary>
/// <typeparam name="TInput">What is to be done with it.</typeparam>
/// <typeparam name="TOutcome">What came of it.</typeparam>
public sealed class AwaitedFile<TInput, TOutcome>(TInput input, Actor actor, DateTime at)
{
    private long _done;

    public TInput Input => input;

    public Actor Actor => actor;

    public DateTime At => at;

    /// <summary>How much of what it holds is done by now, in what its reader counts.</summary>
    public long Done => Interlocked.Read(ref _done);

    public Result<TOutcome>? Outcome { get; set; }

    public void Report(long done) => Interlocked.Exchange(ref _done, done);
}

/// <summary>
/// The files that pages await. What is to be done with one is chosen on the page, which runs on this server, and not sent
/// along with it; its address holds only a random name that is good once, so that no other site can send one in somebody's name.
/// </summary>
/// <typeparam name="TInput">What is to be done with one.</typeparam>
/// <typeparam name="TOutcome">What came of one.</typeparam>
public sealed class AwaitedFiles<TInput, TOutcome>(TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, AwaitedFile<TInput, TOutcome>> _awaited = new(StringComparer.Ordinal);

    /// <returns>The name to send the file under.</returns>
    public (string Name, AwaitedFile<TInput, TOutcome> File) Await(TInput input, Actor actor)
    {
        var now = clock.UtcMilliseconds();
        foreach (var (old, _) in _awaited.Where(pair => pair.Value.At < now - Patience))
        {
            _awaited.TryRemove(old, out _);
        }

        var (name, file) = (RandomNumberGenerator.GetHexString(32, lowercase: true), new AwaitedFile<TInput, TOutcome>(input, actor, now));
        _awaited[name] = file;
        return (name, file);
    }

    /// <returns>Null where no page of that person awaits it, or it has come already.</returns>
    public AwaitedFile<TInput, TOutcome>? Take(string name, Actor actor) =>
        _awaited.TryGetValue(name, out var file) && file.Actor.Key == actor.Key && _awaited.TryRemove(name, out _) ? file : null;
}
