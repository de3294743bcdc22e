using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Imports.Declaring;

/// <summary>Says what the people of a list agreed to, with whom, on which words, and where the proof of it lies.</summary>
public sealed class DeclareImport(ChangeDraft changing)
{
    public const int LongestProof = 500;

    public static readonly Error NotMapped = new("Import.NotMapped", ErrorKind.Conflict);
    public static readonly Error NoProof = new("Import.NoProof", ErrorKind.Invalid, "proof");
    public static readonly Error ProofTooLong = new("Import.ProofTooLong", ErrorKind.Invalid, "proof");
    public static readonly Error NoMethod = new("Import.NoMethod", ErrorKind.Invalid, "method");

    public sealed record Input
    {
        public PublicId Import { get; init; }

        public PublicId Sender { get; init; }

        /// <summary>Null: a legacy list, whose proof lies where <see cref="Proof"/> says.</summary>
        public PublicId? Point { get; init; }

        /// <summary>Null: nobody knows the words, so that nothing of the list becomes a consent.</summary>
        public PublicId? Wording { get; init; }

        public string Language { get; init; } = "";

        public ConsentCells Cells { get; init; }

        public Method Method { get; init; } = Method.TickedBox;

        /// <summary>Of the whole list; rows may have their own.</summary>
        public string Proof { get; init; } = "";

        /// <summary>ISO 3166 region of numbers without a calling code; ZZ: there are none.</summary>
        public string Region { get; init; } = "ZZ";
    }

    public Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RunImports);
        var details = JsonSerializer.Serialize(new { sender = $"{input.Sender}", point = $"{input.Point}", wording = $"{input.Wording}", cells = $"{input.Cells}", method = $"{input.Method}", region = input.Region });
        return changing.ExecuteAsync(
            input.Import,
            new AuditDraft(actor, AuditAction.ImportDeclared, Subject: $"{input.Import}", Details: details),
            async (db, batch, token) => await FillAsync(db, batch, input, token) ?? Refusal(batch) ?? await Declaration.RefusalAsync(db, batch, token),
            cancellation);
    }

    private static async Task<Error?> FillAsync(DashboardDbContext db, ImportBatch batch, Input input, CancellationToken cancellation)
    {
        batch.SenderId = await db.Senders.Where(s => s.PublicId == input.Sender).Select(s => s.Id).FirstOrDefaultAsync(cancellation);
        batch.CollectionPointId = input.Point is { } point ? await db.CollectionPoints.Where(p => p.PublicId == point).Select(p => (long?)p.Id).FirstOrDefaultAsync(cancellation) : null;
        batch.NoticeVersionId = input.Wording is { } wording ? await db.NoticeVersions.Where(v => v.PublicId == wording).Select(v => (long?)v.Id).FirstOrDefaultAsync(cancellation) : null;
        (batch.WordingLanguage, batch.Cells, batch.Method) = (input.Language, input.Cells, input.Method);
        (batch.ProofReference, batch.DefaultRegion) = (input.Proof.Trim(), input.Region);
        return (input, batch) switch
        {
            ({ Point: not null }, { CollectionPointId: null }) => ImportErrors.WrongPoint,
            ({ Wording: not null }, { NoticeVersionId: null }) => ImportErrors.WrongWording,
            _ => batch.NoticeVersionId is { } version && !await db.NoticeTexts.AnyAsync(t => t.NoticeVersionId == version && t.Language == input.Language, cancellation) ? ImportErrors.WrongWording : null,
        };
    }

    private static Error? Refusal(ImportBatch batch) => batch switch
    {
        { Mapping: "{}" } => NotMapped,
        { Method: Method.None } => NoMethod,
        { ProofReference.Length: > LongestProof } => ProofTooLong,

        // Where the list itself is all there is of a collection point, something has to say where it came from.
        { CollectionPointId: null, NoticeVersionId: not null, ProofReference: "" } => NoProof,
        _ => null,
    };
}
