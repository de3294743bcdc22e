using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace ConsentDashboard.Features.Requests.Answers;

/// <summary>Writes the parts of the page; all that is put in is encoded.</summary>
internal sealed class AnswerHtml
{
    private const string Style = """
        body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; font: 15px/1.5 system-ui, sans-serif; color: #1b1f24; background: #fff; }
        h1 { font-size: 1.6rem; } h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; break-after: avoid; }
        dl { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: .3rem 1rem; margin: 0; }
        dt { color: #57606a; } dd { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
        .wide { overflow-x: auto; } table { width: 100%; border-collapse: collapse; font-size: .9rem; }
        th, td { padding: .35rem .5rem; border-bottom: 1px solid #d0d7de; text-align: left; vertical-align: top; white-space: pre-line; overflow-wrap: break-word; }
        td:last-child { overflow-wrap: anywhere; }
        tr { break-inside: avoid; }
        @media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
        @media print { body { max-width: none; margin: 0; font-size: 10pt; } .wide { overflow: visible; } @page { margin: 1.5cm; } }
        """;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _page = new();

    public AnswerHtml(string language, string title) => _page.Append(
        $"<!DOCTYPE html>\n<html lang=\"{Encoder.Encode(language)}\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\"><title>{Encoder.Encode(title)}</title>\n<style>\n{Style}\n</style></head>\n<body>\n<main>\n<h1>{Encoder.Encode(title)}</h1>\n");

    public void Section(string title) => _page.Append($"<h2>{Encoder.Encode(title)}</h2>\n");

    public void Paragraph(string text) => _page.Append($"<p>{Encoder.Encode(text)}</p>\n");

    /// <summary>What is empty is left out.</summary>
    public void Facts(IEnumerable<(string Label, string? Value)> facts)
    {
        _page.Append("<dl>\n");
        foreach (var (label, value) in facts.Where(fact => !string.IsNullOrEmpty(fact.Value)))
        {
            _page.Append($"<dt>{Encoder.Encode(label)}</dt><dd>{Encoder.Encode(value!)}</dd>\n");
        }

        _page.Append("</dl>\n");
    }

    /// <summary>A table without rows is left out with its title.</summary>
    public void Table(string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string?>> rows)
    {
        List<IReadOnlyList<string?>> all = [.. rows];
        if (all.Count == 0)
        {
            return;
        }

        Section(title);
        _page.Append("<div class=\"wide\"><table><thead><tr>");
        _page.AppendJoin("", columns.Select(column => $"<th scope=\"col\">{Encoder.Encode(column)}</th>"));
        _page.Append("</tr></thead><tbody>\n");
        all.ForEach(row => _page.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Encoder.Encode(cell ?? "–")}</td>")).Append("</tr>\n"));
        _page.Append("</tbody></table></div>\n");
    }

    public string End() => _page.Append("</main>\n</body>\n</html>\n").ToString();
}
