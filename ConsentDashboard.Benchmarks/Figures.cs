using System.Globalization;
using System.Text.Json;

namespace ConsentDashboard.Benchmarks;

/// <summary>What a workload measured, in the order in which it is printed: one JSON line.</summary>
internal sealed class Figures(string bench, int subscribers)
{
    private readonly List<(string Name, object Value)> _all = [("bench", bench), ("subscribers", subscribers)];

    public Figures Add(string name, double value)
    {
        _all.Add((name, value));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name} {value:0.###}"));
        return this;
    }

    public Figures Add(string name, string value)
    {
        _all.Add((name, value));
        Console.Error.WriteLine($"  {name} {value}");
        return this;
    }

    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach (var (name, value) in _all)
            {
                json.WritePropertyName(name);
                switch (value)
                {
                    case string text:
                        json.WriteStringValue(text);
                        break;
                    case int number:
                        json.WriteNumberValue(number);
                        break;
                    case double number:
                        json.WriteNumberValue(Math.Round((decimal)number, number < 10 ? 3 : 1));
                        break;
                }
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
