using System.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Operations.Jobs;

namespace ConsentDashboard.Tests.Operations.Imports.Reading;

/// <summary>A file that cannot be read is refused with the reason and the row, at once or where reading comes to it.</summary>
public sealed class RefusingFilesTests
{
    public static TheoryData<string, Func<Stream>, Error, string?> Files => new()
    {
        { "empty", () => Text(""), ImportReadingErrors.Empty, null },
        { "blank lines", () => Text("\n\n  \n"), ImportReadingErrors.Empty, null },
        { "header only", () => Text("Phone,Date\n"), ImportReadingErrors.NoRows, null },
        { "binary renamed", () => new MemoryStream([.. Enumerable.Range(0, 4000).Select(n => (byte)(n * 7 % 32))]), ImportReadingErrors.NotAList, null },
        { "a PDF", () => Text("%PDF-1.7 ..."), ImportReadingErrors.NotAList, null },
        { "an old workbook", () => new MemoryStream([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), ImportReadingErrors.OldExcel, null },
        { "headers twice", () => Text("Phone,Date,phone\n+79160000001,,\n"), ImportReadingErrors.HeaderTwice, "Phone" },
        { "five hundred columns", () => Text(string.Join(',', Enumerable.Range(0, 500).Select(n => $"c{n}")) + "\n" + string.Join(',', Enumerable.Range(0, 500))), ImportReadingErrors.TooManyColumns, "500" },
        { "one endless line", () => Text("Phone,Note\n+79160000001," + new string('x', 2_000_000)), ImportReadingErrors.LineTooLong, "2" },
        { "a quote that never ends", () => Text("Phone,Note\n+79160000001,\"and so it ends"), ImportReadingErrors.OpenQuote, "2" },
        { "mixed encodings", () => new MemoryStream([.. Encoding.UTF8.GetBytes("Phone,Note\n" + string.Concat(Enumerable.Repeat("+79160000001,да\n", 30_000))), 0xC4, 0xE0, (byte)'\n']), ImportReadingErrors.MixedEncodings, null },
        { "a zip that is no workbook", Zip, ImportReadingErrors.NotAList, null },
        { "a workbook cut off", () => new MemoryStream(Workbooks.Of(Workbooks.Row(1, "Phone")).ToArray()[..400]), ImportReadingErrors.Damaged, null },
        { "a zip bomb", () => Workbooks.Of(Workbooks.Row(1, "Phone"), extra: new string(' ', 64 << 20)), ImportReadingErrors.ZipBomb, null },
        { "entities", () => Workbooks.Of(Workbooks.Row(1, "&a;"), """<!DOCTYPE x [<!ENTITY a "aaaa">]>"""), ImportReadingErrors.Entities, null },
    };

    [Theory, MemberData(nameof(Files), DisableDiscoveryEnumeration = true)]
    public void A_file_is_refused_by_name(string what, Func<Stream> file, Error error, string? where)
    {
        using var stream = file();

        var refused = InspectFile.Execute(stream).Error ?? ReadOn(stream);

        Assert.True(refused?.Key == error.Key, $"{what}: {refused}");
        Assert.True(where is null || refused!.Field == where, $"{what}: {refused}");
    }

    // What lies behind the rows that are looked at first is found when all of them are read.
    private static Error? ReadOn(Stream stream)
    {
        stream.Position = 0;
        var mapping = InspectFile.Execute(stream).Value!.Mapping;
        stream.Position = 0;
        try
        {
            _ = ReadUpload.Read(stream, mapping, DateTime.UnixEpoch).Count();
            return null;
        }
        catch (JobFailedException e)
        {
            return e.Error with { Field = e.Details };
        }
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private static MemoryStream Zip()
    {
        var stream = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("readme.txt");
        }

        stream.Position = 0;
        return stream;
    }
}
