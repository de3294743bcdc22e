using System.Net;
using System.Text;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;

namespace ConsentDashboard.Features.CollectionPoints.Snippets;

/// <summary>Writes the form. No script, no style, nothing from another host: the site around it decides how it looks.</summary>
internal sealed class SnippetHtml(string language)
{
    private readonly StringBuilder _html = new();

    public string Write(string action, string token, CollectionPoint point, IReadOnlyList<CollectionPointField> fields, SnippetWording contact, SnippetWording? processing)
    {
        Line(0, $"<form method=\"post\" action=\"{Text(action)}\" accept-charset=\"utf-8\" lang=\"{Text(language)}\">");
        Hidden(JoinFields.Page, token);
        Hidden(JoinFields.Language, language);
        Wording(contact);
        Line(1, $"<p><label>{Word("Number")} <input type=\"tel\" name=\"{JoinFields.Number}\" autocomplete=\"tel\" maxlength=\"40\"{(point.NumberRequired ? " required" : "")}></label></p>");
        foreach (var field in fields)
        {
            Line(1, $"<p><label>{Text(field.Name)} <input type=\"text\" name=\"{Text(JoinFields.FieldOf(field.Name))}\" maxlength=\"200\"{(field.Required ? " required" : "")}></label> <small>{Text(field.Purpose)}</small></p>");
        }

        Line(1, "<fieldset>");
        Line(2, $"<legend>{Word("Boxes")}</legend>");
        var labels = NoticeLabels.Read(contact.Text.Labels);
        foreach (var cell in contact.Version.Cells.Indexes())
        {
            Box(JoinFields.Box, JoinFields.BoxOf(cell), labels.GetValueOrDefault(cell) ?? JoinFields.BoxOf(cell));
        }

        Line(1, "</fieldset>");
        if (processing is not null)
        {
            Wording(processing);
            Box(JoinFields.Processing, JoinFields.Ticked, processing.Text.Title);
        }

        Line(1, $"<div hidden><label>{Word("Trap")} <input type=\"text\" name=\"{JoinFields.Trap}\" value=\"\" tabindex=\"-1\" autocomplete=\"off\"></label></div>");
        var refuse = point.CanRefuse ? $" <button type=\"submit\" name=\"{JoinFields.Act}\" value=\"{JoinFields.Refuse}\" formnovalidate>{Word("Refuse")}</button>" : "";
        Line(1, $"<p><button type=\"submit\">{Word("Submit")}</button>{refuse}</p>");
        Line(0, "</form>");
        return _html.ToString();
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private void Wording(SnippetWording wording)
    {
        var text = wording.Text;
        Line(1, $"<h2>{Text(text.Title)}</h2>");
        Line(1, $"<p>{Text(text.Body).ReplaceLineEndings("<br>")}</p>");
        Line(1, "<dl>");
        Part("WhoWeAre", Text(text.WhoWeAre));
        Part("Frequency", Text(text.Frequency));
        Part("Purposes", Text(string.Join("; ", wording.Purposes)));
        Part("HowToWithdraw", Text(text.HowToWithdraw));
        Part("Keeping", Text(text.Keeping));
        var privacy = wording.Version.PrivacyPolicyUrl;
        Part("Privacy", Uri.TryCreate(privacy, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? $"<a href=\"{Text(privacy)}\">{Text(privacy)}</a>" : Text(privacy));
        Line(1, "</dl>");
    }

    private void Part(string word, string html)
    {
        if (html.Length > 0)
        {
            Line(2, $"<dt>{Word(word)}</dt><dd>{html}</dd>");
        }
    }

    // Never ticked to begin with, whatever the point says: a ticked box is no consent.
    private void Box(string name, string value, string label) => Line(2, $"<p><label><input type=\"checkbox\" name=\"{name}\" value=\"{value}\"> {Text(label)}</label></p>");

    private void Hidden(string name, string value) => Line(1, $"<input type=\"hidden\" name=\"{name}\" value=\"{Text(value)}\">");

    private string Word(string key) => Text(SnippetText.In(language, key));

    private void Line(int depth, string html) => _html.Append(' ', depth * 2).Append(html).Append('\n');
}
