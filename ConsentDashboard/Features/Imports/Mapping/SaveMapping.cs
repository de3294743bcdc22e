using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Features.Imports.Mapping;

/// <summary>Keeps how the file is read, and remembers it for the next file of the same source.</summary>
public sealed class SaveMapping(ChangeDraft changing, RememberMapping remember)
{
    /// <param name="Source">What the list came from, as staff call it; empty: it is not remembered.</param>
    public sealed record Input(PublicId Import, ImportMapping Mapping, string Source);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RunImports);
        var source = input.Source.Trim();
        if (input.Mapping.Missing() is { } missing)
        {
            return missing;
        }

        if (input.Mapping.Headers.Any(name => NumbersInText.Mask(name) != name))
        {
            return ReadingErrors.NumberInHeader;
        }

        // The kinds of columns only: what the file calls them may be anybody's name.
        var audit = new Operations.Audit.AuditDraft(actor, AuditAction.ImportMapped, Subject: $"{input.Import}", Details: JsonSerializer.Serialize(new { columns = input.Mapping.Columns.Keys.Order().Select(column => $"{column}") }));
        var saved = await changing.ExecuteAsync(
            input.Import,
            audit,
            (_, batch, _) =>
            {
                (batch.Mapping, batch.SourceName) = (input.Mapping.ToJson(), source.Length > 100 ? source[..100] : source);
                return Task.FromResult<Error?>(null);
            },
            cancellation);
        return saved.Failed || source.Length == 0 ? saved : await remember.ExecuteAsync(new(source, input.Mapping), actor, CancellationToken.None);
    }
}
