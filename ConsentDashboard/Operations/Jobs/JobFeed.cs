using System.Collections.Immutable;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;

namespace ConsentDashboard.Operations.Jobs;

/// <summary>How far a job of this process is.</summary>
public sealed record JobNews(PublicId Job, long Done, long Total, JobStatus Status);

/// <summary>Tells live screens how jobs go on, and the worker that there is something to do. Jobs of other processes are seen by reading their rows.</summary>
public sealed class JobFeed<T>
    where T : LongJob
{
    private ImmutableList<Action<JobNews>> _listeners = [];
    private ImmutableList<Action> _workers = [];

    public IDisposable Subscribe(Action<JobNews> listener)
    {
        var heard = Listeners.InOwnContext(listener);
        ImmutableInterlocked.Update(ref _listeners, list => list.Add(heard));
        return new Ending(() => ImmutableInterlocked.Update(ref _listeners, list => list.Remove(heard)));
    }

    /// <summary>There is work: the worker of this process looks at once instead of at its next round.</summary>
    public void Wake() => _workers.ForEach(wake => wake());

    internal IDisposable OnWake(Action wake)
    {
        ImmutableInterlocked.Update(ref _workers, list => list.Add(wake));
        return new Ending(() => ImmutableInterlocked.Update(ref _workers, list => list.Remove(wake)));
    }

    internal void Announce(JobNews news) => _listeners.ForEach(listener => listener(news));

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
