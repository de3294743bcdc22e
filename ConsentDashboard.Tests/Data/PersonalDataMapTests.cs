using System.Reflection;
using System.Text.RegularExpressions;
using ConsentDashboard.Data.Identity;
using ConsentDashboard.Domain;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ConsentDashboard.Tests.Data;

/// <summary>Erasure works from the personal data map, so a property that is not on it would outlive the person.</summary>
public sealed partial class PersonalDataMapTests
{
    private const string Company = "about the company, shown to everybody";
    private const string Place = "about the place where numbers are asked for";
    private const string Wording = "the wording as published; the same for everybody";
    private const string Chain = "a hash of hashes; without the salts it leads to nobody";
    private const string ActorKey = "the key of an actor, never a name";
    private const string Process = "the name of a process";
    private const string Where = "a row, a column or the reference of a log line";
    private const string Identity = "a column of ASP.NET Core Identity, which marks and removes it with the account";

    /// <summary>What looks personal and is not, with the reason.</summary>
    private static readonly Dictionary<string, string> NotPersonal = new(StringComparer.Ordinal)
    {
        ["Sender.Name"] = Company,
        ["Sender.LegalName"] = Company,
        ["Sender.SupportPhone"] = Company,
        ["Sender.ContactPage"] = Company,
        ["Sender.PostalAddress"] = Company,
        ["Sender.Languages"] = Company,
        ["SenderAddress.Address"] = "the company's own number or short code",
        ["InboundMessage.To"] = "the company's own number or short code",
        ["InboundMessage.HandledBy"] = ActorKey,
        ["InboundSource.CreatedBy"] = ActorKey,
        ["InboundSource.TextField"] = "the name of a field",
        ["InboundSource.Name"] = "the name of a gateway",
        ["InboundSource.SecretCipher"] = "a machine's secret",
        ["SenderReplyWord.Language"] = Wording,
        ["WithdrawalBurst.Actor"] = ActorKey,
        ["WithdrawalBurst.ClosedBy"] = ActorKey,
        ["AnnulmentRequest.RequestedBy"] = ActorKey,
        ["AnnulmentRequest.DecidedBy"] = ActorKey,
        ["WebhookEndpoint.Name"] = "the name of another system",
        ["WebhookEndpoint.Address"] = "the address of another system",
        ["WebhookEndpoint.CreatedBy"] = ActorKey,
        ["WebhookEndpoint.SecretCipher"] = "a machine's secret",
        ["WebhookEndpoint.OldSecretCipher"] = "a machine's secret",
        ["Purpose.Code"] = Wording,
        ["Purpose.TextEn"] = Wording,
        ["Purpose.TextRu"] = Wording,
        ["Notice.Name"] = Wording,
        ["NoticeText.Language"] = Wording,
        ["NoticeText.ConfirmationText"] = Wording,
        ["NoticeVersion.ContentHash"] = Wording,
        ["NoticeVersion.PublishedBy"] = ActorKey,
        ["CollectionPoint.Name"] = Place,
        ["CollectionPoint.Reason"] = Place,
        ["CollectionPoint.WhyRequired"] = Place,
        ["CollectionPointField.Name"] = Place,
        ["CollectionPointField.Purpose"] = Place,
        ["PointCounter.Language"] = "a count by language; no person",
        ["FindingOverride.Reason"] = Place,
        ["FindingOverride.By"] = ActorKey,
        ["ApiKey.Name"] = "the name of another system",
        ["ApiKey.SecretHash"] = "of a machine's secret",
        ["ApiKey.CreatedBy"] = ActorKey,
        ["ApiKey.RevokedBy"] = ActorKey,
        ["PendingRequest.Language"] = "the wording's language; the row dies with the request",
        ["ConsentEvent.Language"] = "the language of the wording that was shown",
        ["ConsentEvent.Actor"] = ActorKey,
        ["ConsentEvent.NoticeContentHash"] = Wording,
        ["ConsentEvent.NumberCommitment"] = Chain,
        ["ConsentEvent.EvidenceDigest"] = Chain,
        ["ConsentEvent.PrevHash"] = Chain,
        ["ConsentEvent.Hash"] = Chain,
        ["Subscriber.HeadHash"] = Chain,
        ["Suppression.Seal"] = "a keyed hash over the row, which itself holds only a keyed hash",
        ["LedgerBatch.PrevHash"] = Chain,
        ["LedgerBatch.Root"] = Chain,
        ["LedgerBatch.AuditRoot"] = Chain,
        ["LedgerBatch.Hash"] = Chain,
        ["LedgerBatch.Signature"] = Chain,
        ["LedgerHead.Hash"] = Chain,
        ["LedgerHead.AuditHash"] = Chain,
        ["AuditEntry.PrevHash"] = Chain,
        ["AuditEntry.Hash"] = Chain,
        ["AuditEntry.Actor"] = ActorKey,
        ["AuditEntry.Subject"] = "the public id or name of a thing, not of a person",
        ["AuditEntry.Details"] = "counts and settings",
        ["KeyCheck.CheckValue"] = "a keyed hash of a fixed text",
        ["Hold.SetBy"] = ActorKey,
        ["Hold.EndedBy"] = ActorKey,
        ["Pause.SetBy"] = ActorKey,
        ["Pause.EndedBy"] = ActorKey,
        ["Restriction.SetBy"] = ActorKey,
        ["Restriction.EndedBy"] = ActorKey,
        ["InboundMessage.HandledBy"] = ActorKey,
        ["ImportBatch.CreatedBy"] = ActorKey,
        ["ImportBatch.UndoneBy"] = ActorKey,
        ["ImportBatch.ClaimedBy"] = Process,
        ["ImportBatch.FailureDetails"] = Where,
        ["ImportBatch.SourceName"] = "the name of another product",
        ["ImportBatch.WordingLanguage"] = "the language of the wording that was shown",
        ["ImportProfile.Name"] = "the name of another product",
        ["ImportProfile.UpdatedBy"] = ActorKey,
        ["ImportBatch.Checkpoint"] = "how far a file is written",
        ["ImportBatch.TriedDigest"] = "of a whole file's verdicts",
        ["ExportJob.CreatedBy"] = ActorKey,
        ["ExportJob.DecidedBy"] = ActorKey,
        ["ExportJob.ClaimedBy"] = Process,
        ["ExportJob.FailureDetails"] = Where,
        ["ExportSeed.CreatedBy"] = ActorKey,
        ["ReportRun.Checksum"] = "of a whole file",
        ["ReportRun.ClaimedBy"] = Process,
        ["ReportRun.CreatedBy"] = ActorKey,
        ["ReportRun.FailureDetails"] = Where,
        ["ReportRun.Language"] = "the language of a workbook",
        ["ReportSchedule.CreatedBy"] = ActorKey,
        ["ReportSchedule.Language"] = "the language of a workbook",
        ["Segment.Name"] = "as staff call it",
        ["Segment.OwnedBy"] = ActorKey,
        ["SegmentVersion.CreatedBy"] = ActorKey,
        ["ExportJob.Checksum"] = "of a whole file",
        ["RetentionPolicy.Name"] = "as staff call it",
        ["RetentionPolicy.UpdatedBy"] = ActorKey,
        ["RetentionPolicy.ArrangedBy"] = ActorKey,
        ["RetentionRun.CreatedBy"] = ActorKey,
        ["RetentionRun.DecidedBy"] = ActorKey,
        ["RetentionRun.ArrangedBy"] = ActorKey,
        ["RetentionRun.ClaimedBy"] = Process,
        ["RetentionRun.FailureDetails"] = Where,
        ["RetentionRun.SetDigest"] = "of ids that stay in the ledger",
        ["RetentionRun.CleanedDigest"] = "a hash of hashes, in order; it leads to nobody without all of them",
        ["RetentionRun.HeadBeforeHash"] = Chain,
        ["RetentionRun.HeadAfterHash"] = Chain,
        ["HoldOrder.SegmentName"] = "as staff call it",
        ["HoldOrder.CreatedBy"] = ActorKey,
        ["HoldOrder.ReleasedBy"] = ActorKey,
        ["HoldOrder.ClaimedBy"] = Process,
        ["HoldOrder.FailureDetails"] = Where,
        ["PersonRequest.ReceivedBy"] = "a word of a fixed list",
        ["PersonRequest.VerifiedBy"] = "a word of a fixed list",
        ["PersonRequest.CodeHash"] = "of a code that is spent",
        ["PersonRequest.AnswerChecksum"] = "of a whole file",
        ["PersonRequest.CreatedBy"] = ActorKey,
        ["SendFile.Checksum"] = "of a whole file",
        ["SendFile.RecordedBy"] = ActorKey,
        ["OutboxMessage.ClaimedBy"] = Process,
        ["StaffAccount.UserName"] = Identity,
        ["StaffAccount.NormalizedUserName"] = Identity,
        ["StaffAccount.Email"] = Identity,
        ["StaffAccount.NormalizedEmail"] = Identity,
        ["StaffAccount.PhoneNumber"] = Identity,
    };

    private static readonly (IEntityType Entity, IProperty Property)[] Properties = Mapped();

    [Fact]
    public void What_looks_personal_is_on_the_map_or_excused_by_name()
    {
        var suspects = Properties.Where(p => LooksPersonal(p.Property)).ToArray();

        Assert.True(suspects.Length > 50);
        Findings.None(suspects.Where(p => Entry(p.Property) is null && !NotPersonal.ContainsKey(Name(p))).Select(Name));
    }

    [Fact]
    public void Nothing_is_excused_that_is_on_the_map_or_gone() => Findings.None(NotPersonal.Keys.Except(
        Properties.Where(p => Entry(p.Property) is null && LooksPersonal(p.Property)).Select(Name), StringComparer.Ordinal));

    [Fact]
    public void The_map_names_each_column_once_and_says_why()
    {
        var map = Properties.Where(p => Entry(p.Property) is not null).ToArray();

        Assert.NotEmpty(map);
        Assert.Equal(map.Length, map.Select(p => (p.Entity.GetTableName(), p.Property.GetColumnName())).Distinct().Count());
        Assert.All(map, p => Assert.False(string.IsNullOrWhiteSpace(Entry(p.Property)!.Purpose)));
    }

    [Fact]
    public void Each_entry_of_the_map_is_a_column()
    {
        var declared = typeof(HoldsAttribute).Assembly.GetTypes().Where(type => !type.IsAbstract)
            .SelectMany(type => type.GetProperties().Where(p => p.IsDefined(typeof(HoldsAttribute))).Select(p => $"{type.Name}.{p.Name}"));

        Findings.None(declared.Except(Properties.Select(Name), StringComparer.Ordinal));
    }

    [Fact]
    public void Number_cipher_and_hashes_can_be_cleared() => Assert.All(
        Properties.Where(p => Entry(p.Property) is { ErasedBy: ErasedBy.SubscriberErasure, Kind: PersonalData.Number or PersonalData.NumberHash } && p.Entity.ClrType.Name == "Subscriber"),
        p => Assert.True(p.Property.IsNullable, Name(p)));

    private static bool LooksPersonal(IProperty property) =>
        property.ClrType == typeof(byte[]) || ((property.ClrType == typeof(string) || property.ClrType == typeof(DateTime?)) && Suspicious().IsMatch(property.Name));

    private static HoldsAttribute? Entry(IProperty property) => property.PropertyInfo?.GetCustomAttribute<HoldsAttribute>();

    private static string Name((IEntityType Entity, IProperty Property) p) => $"{p.Entity.ClrType.Name}.{p.Property.Name}";

    private static (IEntityType, IProperty)[] Mapped()
    {
        using var db = SqlServerSchema.Context();
        return [.. db.Model.GetEntityTypes()
            .Where(type => type.ClrType == typeof(StaffAccount) || type.ClrType.Namespace!.StartsWith("ConsentDashboard.Domain", StringComparison.Ordinal))
            .SelectMany(type => type.GetProperties().Select(property => (type, property)))];
    }

    [GeneratedRegex("Cipher|Index|Salt|Text|Reason|Why|Note|Reference|Ref$|Name|Language|Message|Words|Evidence|Code$|Phone|Address|Email|Contact|Purpose|Payload|Subject|Details|Error|Filter|Actor|By$|^To$")]
    private static partial Regex Suspicious();
}
