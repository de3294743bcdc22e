using System.Globalization;
using ConsentDashboard.Operations.ConsentLedger;

namespace ConsentDashboard.Operations.Backups;

/// <summary>
/// A database that was put back gives numbers to its batches anew that the journal has seen already. So the journal is put
/// aside as the witness of what was, and a new one begins with the batches that both know. While the old one lies in
/// <c>replaying</c> its stops are not yet all recorded, and the app does not start.
/// </summary>
internal sealed class ReplacedJournal(AnchorJournal journal)
{
    private const int Page = 1000;

    private readonly string _folder = Path.Combine(Path.GetDirectoryName(journal.Path)!, ReplayingFolder);

    public const string ReplayingFolder = "replaying";

    public AnchorJournal Old => new(_folder);

    public bool IsThere => Directory.Exists(_folder);

    /// <summary>The last batch that the database had when it was put back.</summary>
    public long From => long.Parse(File.ReadAllText(Path.Combine(_folder, "from")), CultureInfo.InvariantCulture);

    /// <summary>May be repeated after a kill.</summary>
    public void PutAside(long from)
    {
        if (!IsThere)
        {
            var preparing = $"{_folder}.preparing";
            AnchorJournalFolder.Create(preparing);
            File.WriteAllText(Path.Combine(preparing, "from"), from.ToString(CultureInfo.InvariantCulture));
            Directory.Move(preparing, _folder);
        }

        if (!File.Exists(Old.Path))
        {
            File.Move(journal.Path, Old.Path);
        }

        var known = journal.Last()?.Seq ?? 0;
        foreach (var some in Old.Read().Where(batch => batch.Seq > known && batch.Seq <= From).Chunk(Page))
        {
            journal.Append(some);
        }
    }

    public void Finish(DateTime now) => Directory.Move(_folder, Path.Combine(Path.GetDirectoryName(_folder)!, $"replaced-{now:yyyyMMddHHmmssfff}"));
}
