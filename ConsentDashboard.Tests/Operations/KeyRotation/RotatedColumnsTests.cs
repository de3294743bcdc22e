using System.Reflection;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Operations.KeyRotation;

namespace ConsentDashboard.Tests.Operations.KeyRotation;

/// <summary>A sealed or hashed column that no rotation knows would be left under a key that somebody then throws away.</summary>
public sealed class RotatedColumnsTests
{
    private static readonly string[] NotWrapped =
    [
        // A hash of a code, which lives for hours.
        $"{nameof(PendingRequest)}.{nameof(PendingRequest.CodeHash)}",

        // Count sends of the last hour, and requests of the last day, under the sealing key.
        $"{nameof(CodeSend)}.{nameof(CodeSend.Target)}",
        $"{nameof(IdempotencyReply)}.{nameof(IdempotencyReply.RequestHash)}",

        // Tell origins of withdrawals apart for a month, under the sealing key; no number is in them.
        $"{nameof(WithdrawalOrigin)}.{nameof(WithdrawalOrigin.Origin)}",
        $"{nameof(WithdrawalBurst)}.{nameof(WithdrawalBurst.Origin)}",

        // The index is not rotated while an import runs.
        $"{nameof(ImportBatch)}.{nameof(ImportBatch.Checkpoint)}",
    ];

    private static readonly IReadOnlyList<PropertyInfo> Bytes =
    [
        .. typeof(DashboardDbContext).GetProperties().Where(set => set.PropertyType.IsGenericType)
            .Select(set => set.PropertyType.GetGenericArguments()[0])
            .SelectMany(type => type.GetProperties())
            .Where(property => property.PropertyType == typeof(byte[])),
    ];

    private static readonly IReadOnlyList<PropertyInfo> Personal = [.. Bytes.Where(property => property.GetCustomAttribute<HoldsAttribute>() is not null)];

    [Fact]
    public void Every_sealed_column_is_rotated() => Assert.Equal(
        Bytes.Where(property => property.Name.EndsWith("Cipher", StringComparison.Ordinal)).Select(Name).Order(),
        CipherTable.All.Select(table => $"{table.Entity.Name}.{table.Column}").Order());

    [Fact]
    public void Every_keyed_hash_of_a_number_is_wrapped() => Assert.Equal(
        Personal
            .Where(property => property.GetCustomAttribute<HoldsAttribute>()!.Kind == PersonalData.NumberHash)

            .Select(Name).Except(NotWrapped).Order(),
        IndexTables.Columns.Select(column => $"{column.Entity.Name}.{column.Column}").Order());

    private static string Name(PropertyInfo property) => $"{property.DeclaringType!.Name}.{property.Name}";
}
