using System.Globalization;
using ConsentDashboard.Components.Controls;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Imports;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Imports.Declaring;

/// <summary>Says what the people of the list agreed to, and asks for the dry run.</summary>
public partial class DeclarePart(DeclarationChoices choices, DeclareImport declare, TryImport tries, CellWords Vocabulary, ImportWords Words, IStringLocalizer<ImportsText> T)
{
    private static readonly string[] Common = ["US", "RU", "GB", "DE", "FR", "KZ", "BY", "UA", "PL", "ES", "IT", "TR"];

    private IReadOnlyList<SenderChoice> _choices = [];
    private DeclareImport.Input _input = new();
    private Error? _error;

    [Parameter, EditorRequired]
    public ImportDetails Import { get; set; } = null!;

    [Parameter]
    public EventCallback OnAsked { get; set; }

    private SenderChoice Sender => _choices.First(sender => sender.Id == _input.Sender);

    private WordingChoice? Wording => Sender.Wordings.FirstOrDefault(wording => wording.Id == _input.Wording);

    private string? WordingHint => _input.Wording is null ? T["Wording.Unknown.Hint"].Value : null;

    private ConsentCells Offered => Wording?.Cells ?? ConsentCells.All;

    private IEnumerable<string> Regions => _choices.SelectMany(sender => sender.Points).Select(point => point.Region).Append(_input.Region).Concat(Common).Distinct(StringComparer.Ordinal);

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation => await choices.ReadAsync(await Actors.CurrentAsync(), cancellation),
        found =>
        {
            _choices = found;
            if (found.Count == 0)
            {
                return;
            }

            if (found.FirstOrDefault(sender => sender.Id == Import.Declared.SenderId) is null)
            {
                _input = new() { Import = Import.Id, Region = found[0].Points is [var first, ..] ? first.Region : Common[0] };
                ChooseSender(found[0].Id);
                return;
            }

            var said = Import.Declared;
            _input = new()
            {
                Import = Import.Id,
                Sender = said.SenderId!.Value,
                Point = said.PointId,
                Wording = said.WordingId,
                Language = said.Language,
                Cells = said.Cells,
                Method = said.Method,
                Proof = said.Proof,
                Region = said.Region,
            };
        });

    private void ChooseSender(PublicId sender)
    {
        _input = _input with { Sender = sender, Point = null };
        ChooseWording(Sender.Wordings is [var newest, ..] ? newest.Id : null);
    }

    private void ChoosePoint(PublicId? point) => _input = _input with { Point = point, Region = Sender.Points.FirstOrDefault(known => known.Id == point)?.Region ?? _input.Region };

    // A list that agreed to all that its wording asked for is the usual one; less is ticked off.
    private void ChooseWording(PublicId? wording)
    {
        _input = _input with { Wording = wording };
        var own = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        _input = _input with
        {
            Cells = Wording?.Cells ?? _input.Cells,
            Language = Wording is { } shown ? shown.Languages.FirstOrDefault(language => language == own) ?? shown.Languages.FirstOrDefault("") : "",
        };
    }

    // No token: once asked for, the dry run goes on even if this page dies.
    private Task SaveAsync() => RunAsync(async () =>
    {
        var actor = await Actors.CurrentAsync();
        var declared = await declare.ExecuteAsync(_input, actor, CancellationToken.None);
        var asked = declared.Failed ? declared : await tries.ExecuteAsync(new(Import.Id), actor, CancellationToken.None);
        _error = asked.Error;
        if (!asked.Failed)
        {
            await OnAsked.InvokeAsync();
        }
    });

    private string? Notes(string field, string? hint = null) => FieldNotes.IdsOf(field, Words.Of(_error, field), hint);

    private static PublicId? Of(ChangeEventArgs chosen) => PublicId.TryParse(chosen.Value as string, out var id) ? id : null;

    private static string NameOf(string region)
    {
        try
        {
            return $"{new RegionInfo(region).DisplayName} ({region})";
        }
        catch (ArgumentException)
        {
            return region;
        }
    }
}
