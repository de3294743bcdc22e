using System.Net;
using System.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Features.Accounts;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Imports;

public sealed class UploadingListsTests : IAsyncLifetime
{
    private const int MaxBytes = 1 << 16;

    private HostedApp _app = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await HostedApp.StartAsync(settings: new Dictionary<string, string> { ["Imports:MaxBytes"] = $"{MaxBytes}" });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_list_is_kept_encrypted_as_it_came_and_leads_to_its_page()
    {
        var list = Encoding.UTF8.GetBytes("phone\r\n+79160000001\r\n");

        var answer = await PostAsync(File(list, "folder/Список 1.csv"));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var batch = Assert.Single(await BatchesAsync());
        Assert.Equal($"/imports/{batch.PublicId}", answer.Headers.Location?.OriginalString);
        Assert.Equal((JobStatus.Draft, ImportStage.Mapping, "Список 1.csv", (long)list.Length), (batch.Status, batch.Stage, batch.FileName, batch.FileSize));
        await using var kept = _app.Services.GetRequiredService<JobFiles>().Open(batch.PublicId, ImportFiles.Upload);
        var copy = new MemoryStream();
        await kept.CopyToAsync(copy, Cancellation);
        Assert.Equal(list, copy.ToArray());
        Assert.DoesNotContain("9160000001", Encoding.Latin1.GetString(await System.IO.File.ReadAllBytesAsync(Assert.Single(Files()), Cancellation)), StringComparison.Ordinal);
        var entry = Assert.Single(await _app.AuditAsync(), entry => entry.Action == AuditAction.ImportUploaded);
        Assert.Equal(($"{batch.PublicId}", $$"""{"bytes":{{list.Length}}}"""), (entry.Subject, entry.Details));
    }

    [Theory]
    [InlineData(MaxBytes, null)]
    [InlineData(MaxBytes + 1, "Import.Upload.TooLarge")]
    [InlineData(MaxBytes * 10, "Import.Upload.TooLarge")]
    [InlineData(0, "Import.Upload.NoFile")]
    public async Task The_size_decides(int bytes, string? refusal)
    {
        var answer = await PostAsync(File(new byte[bytes], "list.csv"));

        await AssertAsync(answer, refusal);
    }

    [Fact]
    public async Task A_form_without_a_file_is_refused() => await AssertAsync(await PostAsync(File([], "")), "Import.Upload.NoFile");

    [Fact]
    public async Task A_form_that_breaks_off_leaves_nothing()
    {
        var (browser, token) = await _app.SignInAsync(Roles.Administrator);
        var whole = await Form(token, File(new byte[5000], "list.csv")).ReadAsByteArrayAsync(Cancellation);
        var half = new ByteArrayContent(whole[..^2000]);
        half.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=between");

        await AssertAsync(await browser.PostAsync("/imports/upload", half, Cancellation), "Import.Upload.Broken");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not-a-token")]
    public async Task Without_the_pages_own_token_nothing_is_read(string? token)
    {
        var (browser, _) = await _app.SignInAsync(Roles.Administrator);

        var answer = await browser.PostAsync("/imports/upload", Form(token, File(new byte[10], "list.csv")), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        await AssertNothingLeftAsync();
    }

    [Theory]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.ComplianceOfficer)]
    [InlineData(Roles.Marketer)]
    public async Task Who_may_only_look_uploads_nothing(string role)
    {
        var (browser, token) = await _app.SignInAsync(role);

        var answer = await browser.PostAsync("/imports/upload", Form(token, File(new byte[10], "list.csv")), Cancellation);

        Assert.Equal(AccountsFeature.AccessDeniedPath, answer.Headers.Location?.AbsolutePath);
        await AssertNothingLeftAsync();
    }

    private async Task AssertAsync(HttpResponseMessage answer, string? refusal)
    {
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        if (refusal is null)
        {
            Assert.Single(await BatchesAsync());
            return;
        }

        Assert.Equal($"/imports?refused={refusal}", answer.Headers.Location?.OriginalString);
        await AssertNothingLeftAsync();
    }

    private async Task AssertNothingLeftAsync()
    {
        Assert.Empty(await BatchesAsync());
        Assert.Empty(Files());
        Assert.DoesNotContain(await _app.AuditAsync(), entry => entry.Action == AuditAction.ImportUploaded);
    }

    private string[] Files() => Directory.Exists(Path.Combine(_app.Folder, "files")) ? Directory.GetFiles(Path.Combine(_app.Folder, "files")) : [];

    private async Task<List<ImportBatch>> BatchesAsync()
    {
        await using var db = await _app.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(Cancellation);
        return await db.ImportBatches.AsNoTracking().ToListAsync(Cancellation);
    }

    private async Task<HttpResponseMessage> PostAsync(ByteArrayContent file)
    {
        var (browser, token) = await _app.SignInAsync(Roles.Administrator);
        return await browser.PostAsync("/imports/upload", Form(token, file), Cancellation);
    }

    private static MultipartFormDataContent Form(string? token, ByteArrayContent file)
    {
        var form = new MultipartFormDataContent("between") { HeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        if (token is not null)
        {
            form.Add(new StringContent(token), "__RequestVerificationToken");
        }

        form.Add(file);
        return form;
    }

    private static ByteArrayContent File(byte[] bytes, string name)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"{name}\"");
        return content;
    }
}
