using System.Reflection;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;

namespace ConsentDashboard.Tests.Domain.Ledger;

/// <summary>The hashes of ledgers that exist hang on these bytes: a changed vector means that they would no longer verify.</summary>
public sealed class CanonicalFormTests
{
    private static readonly DateTime At = new(2026, 3, 3, 18, 21, 9, 123, DateTimeKind.Utc);

    [Fact]
    public void An_event_with_everything_has_its_golden_hash() =>
        Assert.Equal("50fb99c5afa9498be8ea985f682f2f472e7494e27e507da6a3f7d23bf488f654", Convert.ToHexStringLower(CanonicalForm.HashOf(Full(), new PublicId(0x0123456789abcdef))));

    [Fact]
    public void An_event_with_the_least_has_its_golden_hash() =>
        Assert.Equal("10f00b8de5249909d07debb177ba1e435122193a963678f76e4b1ddbe523d5ca", Convert.ToHexStringLower(CanonicalForm.HashOf(new ConsentEvent { PrevHash = new byte[32] }, default)));

    [Fact]
    public void An_audit_entry_has_its_golden_hash() => Assert.Equal("f0954e715f4c111bf232ce4b964e3b213f5c0208276861a8950566a7069edf29", Convert.ToHexStringLower(CanonicalForm.HashOf(new AuditEntry
    {
        Id = 7,
        At = At,
        Actor = "user:1",
        ActorName = "Офицер",
        Action = AuditAction.NumberRevealed,
        SubscriberId = 42,
        Reason = "caller asked",
        PrevHash = new byte[32],
    })));

    [Fact]
    public void A_batch_has_its_golden_hash() => Assert.Equal("6a75aca82d73137ef4f411666af621fdc6717c03589ed57373188f9a7db1deb7", Convert.ToHexStringLower(CanonicalForm.HashOf(new LedgerBatch
    {
        Seq = 3,
        PrevHash = new byte[32],
        Root = MerkleTree.Root([]),
        FirstEventId = 11,
        EventCount = 2,
        AuditRoot = MerkleTree.Root([]),
        FirstAuditId = 5,
        AuditCount = 1,
        At = At,
    })));

    [Fact]
    public void Every_property_of_an_event_changes_its_hash_but_those_that_place_it()
    {
        string[] places = [nameof(ConsentEvent.Id), nameof(ConsentEvent.SubscriberId), nameof(ConsentEvent.Hash), nameof(ConsentEvent.BatchSeq), nameof(ConsentEvent.BatchIndex)];
        var owner = new PublicId(1);
        var hash = CanonicalForm.HashOf(Full(), owner);
        var properties = typeof(ConsentEvent).GetProperties();

        Assert.True(properties.Length > 20);
        Assert.All(properties, property =>
        {
            var changed = Full();
            property.SetValue(changed, Other(property, property.GetValue(changed)!));
            var differs = !hash.AsSpan().SequenceEqual(CanonicalForm.HashOf(changed, owner));
            Assert.True(differs != places.Contains(property.Name), property.Name);
        });
        Assert.NotEqual(hash, CanonicalForm.HashOf(Full(), new PublicId(2)));
    }

    [Fact]
    public void Nothing_and_an_empty_text_differ()
    {
        var (none, empty) = (Full(), Full());
        (none.Language, empty.Language) = (null, "");

        Assert.NotEqual(CanonicalForm.HashOf(none, default), CanonicalForm.HashOf(empty, default));
    }

    private static object Other(PropertyInfo property, object value) => value switch
    {
        byte[] bytes => bytes.Select(b => (byte)(b ^ 1)).ToArray(),
        string text => $"{text}!",
        bool flag => !flag,
        int number => number + 1,
        long number => number + 1,
        DateTime time => time.AddMilliseconds(1),
        Guid => Guid.CreateVersion7(),
        _ => Enum.ToObject(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, Convert.ToByte(value) ^ 1),
    };

    private static ConsentEvent Full() => new()
    {
        Id = 1,
        SubscriberId = 2,
        Seq = 3,
        EventKey = new("01a20a53-f937-7c83-8b07-4b831c5f873e"),
        Type = ConsentEventType.Given,
        SenderId = 4,
        Kind = ConsentKind.Contact,
        Cells = ConsentCells.SmsPromotional,
        Outcome = 0x200,
        Assurance = Assurance.Proven,
        Source = Source.HostedForm,
        Method = Method.TickedBox,
        OccurredAt = At,
        RecordedAt = At.AddSeconds(1),
        ExpiresAt = At.AddYears(2),
        Actor = "person",
        NoticeVersionId = 5,
        Language = "ru",
        NoticeContentHash = [1, 2, 3],
        CollectionPointId = 6,
        ImportBatchId = 7,
        RefersTo = new("01a20a53-f937-7c83-8b07-4b831c5f8740"),
        RuleSetVersion = 1,
        IsTest = true,
        SchemaVersion = 1,
        NumberCommitment = [4, 5, 6],
        EvidenceDigest = [7, 8, 9],
        PrevHash = new byte[32],
        Hash = [1],
        BatchSeq = 8,
        BatchIndex = 9,
    };
}
