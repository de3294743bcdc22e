using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Components.Text;

/// <summary>The words for channels, message types, states, doors and methods, in the language of whoever asks.</summary>
public sealed class CellWords(IStringLocalizer<VocabularyText> words)
{
    public string Hold => words["Hold"];

    public string this[Channel channel] => words[$"Channel.{channel}"];

    public string this[MessageType type] => words[$"MessageType.{type}"];

    public string this[ConsentKind kind] => words[$"ConsentKind.{kind}"];

    public string this[ConsentState state] => words[$"ConsentState.{state}"];

    public string this[Standing standing] => words[$"Standing.{standing}"];

    public string this[Source source] => words[$"Source.{source}"];

    public string this[Method method] => words[$"Method.{method}"];

    public string this[Assurance assurance] => words[$"Assurance.{assurance}"];

    public string this[ConsentEventType type] => words[$"ConsentEventType.{type}"];

    public string this[ReachabilityStatus status] => words[$"ReachabilityStatus.{status}"];

    /// <summary>"SMS: informational, promotional · Calls: all"; for all cells "everything", for none a dash.</summary>
    public string this[ConsentCells cells] => cells switch
    {
        ConsentCells.None => "–",
        ConsentCells.All => words["Cells.All"],
        _ => string.Join(" · ", Enum.GetValues<Channel>().Where(channel => (cells & Cells.OnChannel(channel)) != ConsentCells.None).Select(channel => OnChannel(channel, cells))),
    };

    private string OnChannel(Channel channel, ConsentCells cells)
    {
        var on = cells & Cells.OnChannel(channel);
        var types = on == Cells.OnChannel(channel)
            ? words["Cells.AllTypes"]
            : string.Join(", ", on.Indexes().Select(index => words[$"Cells.{Cells.TypeOf(index)}"].Value));
        return $"{this[channel]}: {types}";
    }
}
