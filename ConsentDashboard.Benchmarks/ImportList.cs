using System.Globalization;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Benchmarks;

/// <summary>A list as another product exports it: every other number is known here, the others are new; each row has its date and proof.</summary>
internal static class ImportList
{
    private const int Page = 5000;

    private static readonly ImportMapping Mapping = new()
    {
        Format = ImportFormat.Csv,
        Headers = ["phone", "consented_at", "ip", "user_agent", "page"],
        Columns = new Dictionary<ImportColumn, int>
        {
            [ImportColumn.Phone] = 0,
            [ImportColumn.ConsentDate] = 1,
            [ImportColumn.IpAddress] = 2,
            [ImportColumn.UserAgent] = 3,
            [ImportColumn.PageAddress] = 4,
        },
        DateOrder = DateOrder.YearFirst,
    };

    public static async Task<ImportBatch> UploadAsync(BenchDatabase database, int rows, int firstNew, string name)
    {
        await using var db = database.Open();
        var version = await (from v in db.NoticeVersions join n in db.Notices on v.NoticeId equals n.Id where v.Status == NoticeStatus.Published && n.Kind == ConsentKind.Contact select new { v.Id, v.Cells, n.SenderId }).FirstAsync();
        var batch = new ImportBatch
        {
            PublicId = PublicId.Create(),
            SenderId = version.SenderId,
            CollectionPointId = await db.CollectionPoints.Where(p => p.SenderId == version.SenderId).Select(p => p.Id).FirstAsync(),
            NoticeVersionId = version.Id,
            WordingLanguage = "en",
            Cells = version.Cells,
            Method = Method.TickedBox,
            DefaultRegion = "GB",
            ProofReference = "archive/list",
            FileName = name,
            Mapping = Mapping.ToJson(),
            Stage = ImportStage.Mapping,
            Status = JobStatus.Draft,
            CreatedAt = database.Now,
        };
        db.Add(batch);
        await db.SaveChangesAsync();
        await using var file = database.Get<JobFiles>().Create(batch.PublicId, ImportFiles.Upload);
        await using (var text = new StreamWriter(file, leaveOpen: true))
        {
            await text.WriteLineAsync(string.Join(',', Mapping.Headers));
            var known = KnownAsync(database, rows / 2).GetAsyncEnumerator();
            for (var row = 0; row < rows; row++)
            {
                var number = row % 2 == 0 && await known.MoveNextAsync() ? known.Current : $"+4474{firstNew + row:D8}";
                await text.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{number},2026-0{1 + (row % 9)}-1{row % 10}T08:30:00Z,198.51.100.{row % 250},Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0,https://shop.example/checkout/{row % 1000}"));
            }
        }

        await file.CompleteAsync();
        return batch;
    }

    // Spread over the whole table.
    private static async IAsyncEnumerable<string> KnownAsync(BenchDatabase database, int count)
    {
        var vault = database.Get<NumberVault>();
        long after = 0;
        while (count > 0)
        {
            await using var db = database.Open();
            var page = await db.Subscribers.Where(s => s.Id > after && s.Cipher != null && s.Id % 2 == 0).OrderBy(s => s.Id).Take(Math.Min(Page, count)).Select(s => new { s.Id, s.PublicId, s.Cipher }).ToListAsync();
            if (page.Count == 0)
            {
                yield break;
            }

            foreach (var person in page)
            {
                yield return vault.Decrypt(person.Cipher!, person.PublicId);
            }

            (after, count) = (page[^1].Id, count - page.Count);
        }
    }
}
