using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConsentDashboard.Features.Links;

/// <summary>Numbers that a message of a sender's will go to, each of which needs its own link.</summary>
public sealed record LinksRequest
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The sender's public id.</summary>
    public string? Sender { get; init; }

    /// <summary>Up to 10,000, in E.164 or in any usual form of <see cref="Region"/>.</summary>
    public IReadOnlyList<string?>? Phones { get; init; }

    /// <summary>ISO 3166 region for numbers without a calling code; the sender's where it is absent.</summary>
    public string? Region { get; init; }
}

/// <param name="Links">In the order of the numbers.</param>
public sealed record LinksResponse(IReadOnlyList<LinkRow> Links);

/// <param name="Index">Which number, from 0: no answer holds the number itself.</param>
/// <param name="Token">The last part of the address.</param>
/// <param name="Url">What goes into the message.</param>
/// <param name="Error"><c>phone_invalid</c>, or <c>unknown</c> where the number is not kept here.</param>
public sealed record LinkRow(int Index, string? Token, string? Url, string? Error);
