using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.KeyRotation;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.KeyRotation;

/// <summary>A rotation goes through every big table: each slice by its key, on both databases.</summary>
public sealed class RotationQueryTests
{
    private static readonly (Type Entity, string[] Columns)[] Rewritten =
    [
        .. CipherTable.All.Select(table => (table.Entity, (string[])[table.Column])),
        (typeof(Subscriber), [nameof(Subscriber.BlindIndex), nameof(Subscriber.LastFourIndex)]),
        (typeof(Suppression), [nameof(Suppression.BlindIndex), nameof(Suppression.Seal)]),
        (typeof(ExportItem), [nameof(ExportItem.BlindIndex)]),
    ];

    public static TheoryData<string> CipherTables => [.. CipherTable.All.Select(table => table.Name)];

    [Theory]
    [MemberData(nameof(CipherTables))]
    public async Task Sealed_rows_are_read_by_their_key(string name)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Open();

        await QueryPlans.AssertNoScan(db, Table(name).RowsAfter(db, 7, 50));
    }

    [Theory]
    [MemberData(nameof(CipherTables))]
    public void Reading_sealed_rows_compiles_on_SQL_Server(string name)
    {
        using var db = SqlServerSchema.Context();

        Findings.None(SqlServerSchema.Compiled.ErrorsIn(Table(name).RowsAfter(db, 7, 50).ToQueryString()));
    }

    [Fact]
    public void Rewriting_rows_compiles_on_SQL_Server()
    {
        const string Parameters = "DECLARE @c0 varbinary(max), @c1 varbinary(max), @old varbinary(max), @k0 bigint, @k1 bigint;";
        using var db = SqlServerSchema.Context();

        Findings.None(Rewritten.SelectMany(row => SqlServerSchema.Compiled.ErrorsIn($"{Parameters} {BytesWriter.Text(db.Model.FindEntityType(row.Entity)!, row.Columns)}")));
    }

    private static CipherTable Table(string name) => CipherTable.All.Single(table => table.Name == name);
}
