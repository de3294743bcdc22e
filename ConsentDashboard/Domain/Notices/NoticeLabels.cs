using System.Text.Json;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Domain.Notices;

/// <summary>The words beside each box, as <see cref="NoticeText.Labels"/> stores them: a JSON object from the cell's index (0 to 5) to its label.</summary>
public static class NoticeLabels
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>The labels by cell index; empty where the text is not such an object.</returns>
    public static IReadOnlyDictionary<int, string> Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<int, string>>(json) ?? [];
        }
        catch (JsonException)
        {
            return new Dictionary<int, string>();
        }
    }

    /// <summary>In the order of the cells, so that the same labels are the same text and the same hash.</summary>
    public static string Write(IReadOnlyDictionary<int, string> labels, ConsentCells cells) =>
        JsonSerializer.Serialize(cells.Indexes().Where(labels.ContainsKey).ToDictionary(index => index, index => labels[index]), Plain);
}
