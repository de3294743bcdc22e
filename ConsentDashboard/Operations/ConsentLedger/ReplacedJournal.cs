using System.Globalization;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>
/// A database that was put back gives numbers to its batches anew that the journal has seen already. So the journal is put
/// aside as the witness of what was, and a new one begins with the batches that both know. While the old one lies in
/// <c>replaying</c> its stops are not yet all recorded, and the app does not start.
/// </summary>
internal sealed class ReplacedJournal(AnchorJournal journal)
{
    private const int Page = 1000;

    private readonly string _folder = Path.Combine(Path.GetDirectoryName(journal.Path)!, "replaying");

    public bool IsThere => Directory.Exists(_folder);

    /// <summary>All that the installation ever anchored, whatever a replay that was broken off has come to.</summary>
    public AnchorJournal Witness => File.Exists(Old.Path) ? Old : journal;

    /// <summary>The last batch that the database and the witness both know.</summary>
    public long From => long.Parse(File.ReadAllText(FromPath), CultureInfo.InvariantCulture);

    private AnchorJournal Old => new(_folder);

    private string FromPath => Path.Combine(_folder, "from");

    /// <summary>May be repeated after a kill at any moment.</summary>
    public void PutAside(long from)
    {
        if (!IsThere)
        {
            var preparing = $"{_folder}.preparing";
            AnchorJournalFolder.Create(preparing);
            AnchorJournalFolder.WriteText(Path.Combine(preparing, Path.GetFileName(FromPath)), from.ToString(CultureInfo.InvariantCulture));
            Move(preparing, _folder);
        }

        if (!File.Exists(Old.Path))
        {
            File.Move(journal.Path, Old.Path);
            AnchorJournalFolder.Flush(_folder);
        }

        if (!File.Exists(journal.Path))
        {
            Begin();
        }
    }

    /// <summary>For another restore before a replay came to its end: the witness is the journal again, as if nothing had been replayed.</summary>
    public void PutBack()
    {
        if (!IsThere)
        {
            return;
        }

        if (File.Exists(Old.Path))
        {
            File.Move(Old.Path, journal.Path, overwrite: true);
            AnchorJournalFolder.Flush(Path.GetDirectoryName(journal.Path)!);
        }

        // Gone at once under its name: half deleted, it would be taken for a replay that was broken off.
        var undone = $"{_folder}.undone-{Guid.CreateVersion7():N}";
        Move(_folder, undone);
        Directory.Delete(undone, recursive: true);
    }

    public void Finish(DateTime now) => Move(_folder, Path.Combine(Path.GetDirectoryName(_folder)!, $"replaced-{now:yyyyMMddHHmmssfff}"));

    // Written aside and put in place as a whole: a half one would be taken for a journal that ends there.
    private void Begin()
    {
        var folder = Path.Combine(_folder, "next");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        var next = new AnchorJournal(folder);
        foreach (var some in Old.Read().Where(batch => batch.Seq <= From).Chunk(Page))
        {
            next.Append(some);
        }

        if (File.Exists(next.Path))
        {
            File.Move(next.Path, journal.Path);
            AnchorJournalFolder.Flush(Path.GetDirectoryName(journal.Path)!);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Move(string from, string to)
    {
        Directory.Move(from, to);
        AnchorJournalFolder.Flush(Path.GetDirectoryName(to)!);
    }
}
