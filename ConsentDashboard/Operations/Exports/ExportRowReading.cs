using System.Data.Common;
using System.Runtime.CompilerServices;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Reading;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ConsentDashboard.Operations.Exports;

/// <summary>
/// Reads the rows of <see cref="ExportReading.Rows"/> by their places, with the model's conversions: Entity Framework's own
/// reading takes as long again as the decision on a row. Worked out once for each model.
/// </summary>
internal sealed class ExportRowReading
{
    private static readonly ConditionalWeakTable<IModel, ExportRowReading> Known = [];

    // In the order of the query's columns.
    private static readonly string[] OfPerson =
    [
        nameof(Subscriber.Id), nameof(Subscriber.PublicId), nameof(Subscriber.Cipher), nameof(Subscriber.BlindIndex), nameof(Subscriber.Language),
        nameof(Subscriber.Region), nameof(Subscriber.ExternalRef), nameof(Subscriber.LastActivityAt),
    ];

    private static readonly string[] OfCell = [nameof(Consent.GivenAt), nameof(Consent.CollectionPointId), nameof(Consent.NoticeVersionId)];

    private readonly Func<DbDataReader, int, Subscriber> _person;
    private readonly Func<DbDataReader, int, Consent> _cell;

    private ExportRowReading(DashboardDbContext db) => (_person, _cell) = (SomeColumns.Of<Subscriber>(db, OfPerson), SomeColumns.Of<Consent>(db, OfCell));

    public static async Task<List<ExportRow>> ReadAsync(DashboardDbContext db, IQueryable<ExportRow> rows, CancellationToken cancellation)
    {
        var reading = Known.GetValue(db.Model, _ => new(db));
        await db.Database.OpenConnectionAsync(cancellation);
        await using var command = rows.CreateDbCommand();
        return await command.ReadAsync(reading.Read, cancellation);
    }

    private ExportRow Read(DbDataReader reader)
    {
        var person = _person(reader, 0);
        var cell = reader.FieldCount > OfPerson.Length ? _cell(reader, OfPerson.Length) : null;
        return new()
        {
            SubscriberId = person.Id,
            PublicId = person.PublicId,
            Cipher = person.Cipher!,
            BlindIndex = person.BlindIndex,
            Language = person.Language,
            Region = person.Region,
            Reference = person.ExternalRef,
            LastActivityAt = person.LastActivityAt,
            OptedInAt = cell?.GivenAt,
            CollectionPointId = cell?.CollectionPointId,
            NoticeVersionId = cell?.NoticeVersionId,
        };
    }
}
