using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ConsentDashboard.Tests.Operations.ConsentLedger;

/// <summary>The columns of the personal data map that an erasure has to clear, filled for one person.</summary>
internal sealed class PersonalColumns(Installation here, long subscriber)
{
    /// <summary>What leads to no person, and why it may stay.</summary>
    private static readonly Dictionary<string, string> LeadNowhere = new(StringComparer.Ordinal)
    {
        ["CodeSend.Target"] = "a keyed hash beside nobody's id; gone within an hour",
        ["WithdrawalBurst.Origin"] = "a keyed hash of an address or an agent, of many people at once",
        ["IdempotencyReply.RequestHash"] = "a keyed hash of a whole request, beside nobody's id; gone within a day",
        ["IdempotencyReply.Body"] = "an answer, and no answer holds a number; gone within a day",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Gives her a row in every table of the map that has none of hers, with something in each of its columns.</summary>
    public async Task FillAsync()
    {
        await using var db = here.Open();
        foreach (var type in Mapped(db).Select(column => column.DeclaringType).Distinct().Where(type => Rows().ContainsKey(type.ClrType)))
        {
            var row = Rows()[type.ClrType]();
            Mark(row, type);
            db.Add(row);
        }

        var person = await db.Subscribers.SingleAsync(s => s.Id == subscriber, Token);
        (person.ExternalRef, person.Language) = (Text(40), Text(8));
        await db.SaveChangesAsync(Token);
    }

    /// <returns>What each column holds, by its name; nothing of a column is a fault of the test, and it says so.</returns>
    public async Task<Dictionary<string, List<object>>> ReadAsync()
    {
        await using var db = here.Open();
        var all = new Dictionary<string, List<object>>(StringComparer.Ordinal);
        foreach (var column in Mapped(db))
        {
            all[Name(column)] = await ReadAsync(db, column);
        }

        return all;
    }

    public static byte[] Bytes(object value) => value as byte[] ?? Encoding.UTF8.GetBytes((string)value);

    private static List<IProperty> Mapped(DashboardDbContext db) =>
    [
        .. db.Model.GetEntityTypes().SelectMany(type => type.GetProperties())
            .Where(column => column.PropertyInfo?.GetCustomAttribute<HoldsAttribute>() is { ErasedBy: ErasedBy.SubscriberErasure or ErasedBy.DeliveryOrExpiry } && !LeadNowhere.ContainsKey(Name(column))),
    ];

    private static string Name(IProperty column) => $"{column.DeclaringType.ClrType.Name}.{column.Name}";

    private static async Task<List<object>> ReadAsync(DashboardDbContext db, IProperty column)
    {
        await db.Database.OpenConnectionAsync(Token);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT [{column.GetColumnName()}] FROM [{((IEntityType)column.DeclaringType).GetTableName()}]";
        await using var reader = await command.ExecuteReaderAsync(Token);
        List<object> values = [];
        while (await reader.ReadAsync(Token))
        {
            if (!reader.IsDBNull(0) && Bytes(reader.GetValue(0)).Length > 0)
            {
                values.Add(reader.GetValue(0));
            }
        }

        return values;
    }

    private Dictionary<Type, Func<object>> Rows()
    {
        var now = here.Database.Now;
        return new()
        {
            [typeof(OutboxMessage)] = () => new OutboxMessage { MessageKey = Guid.CreateVersion7(), Endpoint = "sms", SubscriberId = subscriber, Kind = "confirmation", CreatedAt = now, DueAt = now },
            [typeof(InboundMessage)] = () => new InboundMessage { PublicId = PublicId.Create(), Source = "twilio", ProviderId = "SM9", SubscriberId = subscriber, ReceivedAt = now, TextExpiresAt = now.AddYears(1) },
            [typeof(WithdrawalOrigin)] = () => new WithdrawalOrigin { EventId = 900_001, SubscriberId = subscriber, Kind = OriginKind.Address, At = now },
            [typeof(AnnulmentRequest)] = () => new AnnulmentRequest { PublicId = PublicId.Create(), WithdrawalKey = Guid.CreateVersion7(), SubscriberId = subscriber, RequestedAt = now, EndsAt = now.AddDays(10) },
            [typeof(Hold)] = () => new Hold { SubscriberId = subscriber, From = now.AddDays(-9), To = now.AddDays(-8) },
            [typeof(Pause)] = () => new Pause { SubscriberId = subscriber, From = now.AddDays(-9), To = now.AddDays(-8) },
            [typeof(Restriction)] = () => new Restriction { SubscriberId = subscriber, From = now.AddDays(-9), To = now.AddDays(-8) },
            [typeof(PersonRequest)] = () => new PersonRequest
            {
                PublicId = PublicId.Create(),
                Law = RequestLaw.Gdpr,
                Kind = RequestKind.Access,
                Status = RequestStatus.Closed,
                SubscriberId = subscriber,
                ReceivedBy = "letter",
                ReceivedAt = now,
                DueAt = now,
                ClosedAt = now,
                KeptUntil = now.AddYears(2),
                CreatedBy = Staff.Officer.Key,
            },
            [typeof(PendingRequest)] = () => new PendingRequest
            {
                Submission = Guid.CreateVersion7(),
                SubscriberId = subscriber,
                SenderId = here.Bank.Id,
                Kind = ConsentKind.Contact,
                Cells = ConsentCells.SmsPromotional,
                NoticeVersionId = here.BankNotice.Id,
                CollectionPointId = here.BankForm.Id,
                EventKey = Guid.CreateVersion7(),
                CreatedAt = now,
                ExpiresAt = now.AddDays(1),
            },
        };
    }

    private static void Mark(object row, ITypeBase type)
    {
        foreach (var column in type.GetProperties().Where(column => column.PropertyInfo?.IsDefined(typeof(HoldsAttribute)) == true))
        {
            var length = Math.Min(column.GetMaxLength() ?? 40, 40);
            column.PropertyInfo!.SetValue(row, column.ClrType == typeof(byte[]) ? RandomNumberGenerator.GetBytes(length) : Text(length));
        }
    }

    private static string Text(int length) => RandomNumberGenerator.GetHexString(length, lowercase: true);
}
