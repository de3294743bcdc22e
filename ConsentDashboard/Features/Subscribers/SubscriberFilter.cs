using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Features.Subscribers;

/// <summary>Which subscribers the list shows. Dates are days in UTC, both ends included.</summary>
public sealed record SubscriberFilter
{
    public static readonly SubscriberFilter None = new();

    /// <summary>The summary of her cells: of all of them, or of those that sender, channel and message type name.</summary>
    public Standing? State { get; init; }

    public long? SenderId { get; init; }

    public Channel? Channel { get; init; }

    public MessageType? MessageType { get; init; }

    public string? Region { get; init; }

    public long? CollectionPointId { get; init; }

    /// <summary>When she last agreed, in one of the cells that are looked at.</summary>
    public DateOnly? OptedInFrom { get; init; }

    public DateOnly? OptedInTo { get; init; }

    public DateOnly? ActiveFrom { get; init; }

    public DateOnly? ActiveTo { get; init; }

    /// <summary>Only those under a legal hold.</summary>
    public bool OnHold { get; init; }

    public bool IsEmpty => this == None;

    /// <summary>Some cells are looked at instead of all.</summary>
    public bool NamesCells => SenderId is not null || Channel is not null || MessageType is not null;

    /// <summary>Exactly one cell is looked at.</summary>
    public bool NamesOneCell => SenderId is not null && Channel is not null && MessageType is not null;

    public bool HasOptInDates => OptedInFrom is not null || OptedInTo is not null;

    /// <summary>Tells filters apart in cursors.</summary>
    public ulong Digest()
    {
        var text = string.Create(CultureInfo.InvariantCulture,
            $"1|{(int?)State}|{SenderId}|{(int?)Channel}|{(int?)MessageType}|{Region}|{CollectionPointId}|{OptedInFrom:O}|{OptedInTo:O}|{ActiveFrom:O}|{ActiveTo:O}|{OnHold}");
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
