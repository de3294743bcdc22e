using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Security.Numbers;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Imports.Mapping;

/// <summary>Says which column is what, beside the first values of each.</summary>
public partial class ColumnsPart(LookIntoFile look, SaveMapping save, ImportWords Words, IStringLocalizer<ImportsText> T)
{
    private const int Shown = 3;

    private FileView? _view;
    private ImportMapping _mapping = new();
    private Error? _error;
    private string _source = "";
    private string _yes = "";
    private string _no = "";
    private bool _isRefused;
    private Task _looking = Task.CompletedTask;

    [Parameter, EditorRequired]
    public PublicId Import { get; set; }

    [Parameter]
    public EventCallback OnSaved { get; set; }

    // What was not looked at with the choices that stand there is not kept.
    private bool IsSeen => !Reading.IsRunning && !_isRefused;

    protected override Task OnInitializedAsync() => LookAgainAsync();

    // What was chosen counts at once: the next choice builds on it, whether or not the file was looked at by then.
    private Task LookAsync(ImportMapping chosen)
    {
        _mapping = chosen;
        return LookAgainAsync();
    }

    private Task LookAgainAsync() => _looking = ReadAsync(
        async cancellation => await look.ExecuteAsync(new(Import, _view is null ? null : _mapping), await Actors.CurrentAsync(), cancellation),
        seen =>
        {
            (_error, _isRefused) = (seen.Error, seen.Failed);
            if (seen.Failed)
            {
                return;
            }

            var isFirst = _view is null;
            (_view, _mapping) = (seen.Value, seen.Value.Mapping);
            if (isFirst)
            {
                (_source, _yes, _no) = (seen.Value.Source, string.Join(", ", _mapping.SubscribedWords), string.Join(", ", _mapping.UnsubscribedWords));
            }
        });

    private string NameOf(int column) => _mapping is { HasHeader: true } && _mapping.Headers[column].Length > 0 ? NumbersInText.Mask(_mapping.Headers[column]) : T["Column.Number", column + 1];

    private string MeaningOf(int column) => _mapping.Columns.Where(known => known.Value == column).Select(known => $"{known.Key}").FirstOrDefault("");

    private string ValuesOf(int column) => string.Join(" · ", _view!.Rows.Where(row => column < row.Count && row[column].Length > 0).Take(Shown).Select(row => Short(row[column])));

    private static string Short(string cell) => cell.Length > 60 ? $"{cell[..60]}…" : cell;

    // A meaning belongs to one column. Masks and the order of dates depend on it, so the file is looked at again.
    private Task MeanAsync(int column, string? meaning)
    {
        var columns = _mapping.Columns.Where(known => known.Value != column).ToDictionary();
        if (Enum.TryParse<ImportColumn>(meaning, out var chosen))
        {
            columns[chosen] = column;
        }

        var isDate = chosen is ImportColumn.ConsentDate or ImportColumn.UnsubscribedDate;
        return LookAsync(_mapping with { Columns = columns, DateOrder = isDate ? null : _mapping.DateOrder });
    }

    // No token: what was saved is saved even if this page dies. Whoever presses before the last look has ended is not left waiting.
    private Task SaveAsync() => RunAsync(async () =>
    {
        while (Reading.IsRunning)
        {
            await _looking;
        }

        if (!IsSeen)
        {
            return;
        }

        var mapping = _mapping with { SubscribedWords = WordsOf(_yes), UnsubscribedWords = WordsOf(_no) };
        var saved = await save.ExecuteAsync(new(Import, mapping, _source), await Actors.CurrentAsync(), CancellationToken.None);
        _error = saved.Error;
        if (!saved.Failed)
        {
            await OnSaved.InvokeAsync();
        }
    });

    private static IReadOnlyList<string> WordsOf(string text) => [.. text.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
