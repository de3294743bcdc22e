using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using Microsoft.AspNetCore.Http.Features;

namespace ConsentDashboard.Features.Join;

/// <summary>A form as it came in; nothing of it is trusted yet.</summary>
public sealed record JoinInput
{
    /// <summary>Larger bodies are no forms of ours.</summary>
    public const int MaxBytes = 64 << 10;

    public const int MaxField = 500;

    private static readonly FormOptions Limits = new() { ValueLengthLimit = 8 << 10, KeyLengthLimit = 200, ValueCountLimit = 64, BufferBody = false };

    public string? Phone { get; init; }

    public ConsentCells Cells { get; init; }

    /// <summary>A box that no form of ours has.</summary>
    public bool HasStrangeBox { get; init; }

    public bool AgreesToProcessing { get; init; }

    public string? Token { get; init; }

    /// <summary>The signed page of a snippet.</summary>
    public string? Page { get; init; }

    public string? Language { get; init; }

    /// <summary>The field that people do not see, filled in.</summary>
    public bool IsTrapped { get; init; }

    public bool Refuses { get; init; }

    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>The first field that is neither the form's own nor written as a declared one is.</summary>
    public string? StrangeField { get; init; }

    public static readonly JoinInput Empty = new();

    /// <exception cref="InvalidDataException">It is not a form, or larger than one.</exception>
    /// <exception cref="BadHttpRequestException">The body is too large or broken.</exception>
    public static async Task<JoinInput> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MaxBytes)
        {
            throw new BadHttpRequestException("The form is too large.", StatusCodes.Status413PayloadTooLarge);
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBytes;
        }

        if (!request.HasFormContentType)
        {
            throw new InvalidDataException("The request is not a form.");
        }

        var form = await request.ReadFormAsync(Limits, cancellation);
        var boxes = form[JoinFields.Box].Select(Cells_).ToList();
        return new()
        {
            Phone = form[JoinFields.Number],
            Cells = boxes.Aggregate(ConsentCells.None, (all, one) => all | one),
            HasStrangeBox = boxes.Contains(ConsentCells.None),
            AgreesToProcessing = form[JoinFields.Processing] == JoinFields.Ticked,
            Token = form[JoinFields.Token],
            Page = form[JoinFields.Page],
            Language = form[JoinFields.Language],
            IsTrapped = form[JoinFields.Trap] is [{ Length: > 0 }, ..],
            Refuses = form[JoinFields.Act] == JoinFields.Refuse,
            Fields = form.Where(field => JoinFields.DeclaredName(field.Key) is not null)
                .ToDictionary(field => JoinFields.DeclaredName(field.Key)!, field => field.Value.ToString(), StringComparer.Ordinal),
            StrangeField = form.Keys.FirstOrDefault(key => !JoinFields.Own.Contains(key, StringComparer.Ordinal) && JoinFields.DeclaredName(key) is null),
        };

        static ConsentCells Cells_(string? key) => Domain.Consents.Cells.FromKey(key);
    }
}
