using System.Collections.Concurrent;
using System.Security.Cryptography;
using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Sends.Files;

/// <summary>A file that a page awaits, and what came of it.</summary>
public sealed class SendsUpload(RecordSendsFile.Input input, Actor actor, DateTime at)
{
    private long _counted;

    public RecordSendsFile.Input Input => input;

    public Actor Actor => actor;

    public DateTime At => at;

    /// <summary>How many messages are counted by now.</summary>
    public long Counted => Interlocked.Read(ref _counted);

    public Result<FileOutcome>? Outcome { get; set; }

    public void Report(long counted) => Interlocked.Exchange(ref _counted, counted);
}

/// <summary>
/// The files that pages await. What the file is about is chosen on the page, which runs on this server, and not sent along
/// with it; its address holds only a random name that is good once, so that no other site can send one in somebody's name.
/// </summary>
public sealed class SendsUploads(TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, SendsUpload> _awaited = new(StringComparer.Ordinal);

    /// <returns>The name to send the file under.</returns>
    public (string Name, SendsUpload Upload) Await(RecordSendsFile.Input input, Actor actor)
    {
        var now = clock.UtcMilliseconds();
        foreach (var (old, _) in _awaited.Where(pair => pair.Value.At < now - Patience))
        {
            _awaited.TryRemove(old, out _);
        }

        var (name, upload) = (RandomNumberGenerator.GetHexString(32, lowercase: true), new SendsUpload(input, actor, now));
        _awaited[name] = upload;
        return (name, upload);
    }

    /// <returns>Null where no page of that person awaits it, or it has come already.</returns>
    public SendsUpload? Take(string name, Actor actor) =>
        _awaited.TryGetValue(name, out var upload) && upload.Actor.Key == actor.Key && _awaited.TryRemove(name, out _) ? upload : null;
}
