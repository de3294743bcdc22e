using System.Buffers.Binary;
using ConsentDashboard.Domain;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ConsentDashboard.Data.Conversions;

/// <summary>SQLite keeps times as Unix milliseconds: they compare as numbers, as the ledger hashes them.</summary>
public sealed class UnixMillisecondsConverter() : ValueConverter<DateTime, long>(
    time => time.ToUnixMilliseconds(),
    milliseconds => Times.FromUnixMilliseconds(milliseconds));

/// <summary>SQL Server keeps no kind; every time that we store is UTC.</summary>
public sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
    time => time,
    time => DateTime.SpecifyKind(time, DateTimeKind.Utc));

public sealed class PublicIdConverter() : ValueConverter<PublicId, long>(id => id.Value, value => new PublicId(value));

/// <summary>Sixteen bytes, big-endian, on both databases: version 7 keys then sort by time, which SQL Server's own order of GUIDs does not do.</summary>
public sealed class EventKeyConverter() : ValueConverter<Guid, byte[]>(key => Write(key), bytes => new Guid(bytes, true))
{
    private static byte[] Write(Guid key) => key.ToByteArray(bigEndian: true);
}
