using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Requests;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Requests;

public sealed class RequestWords(IStringLocalizer<RequestsText> text, IStringLocalizer<ErrorsText> errors)
{
    public string Of(Error error) => text[error.Key] is { ResourceNotFound: false } own ? own.Value : errors[error.Key];

    public string? Of(Error? error, string field) => error?.Field == field ? Of(error) : null;

    /// <summary>"12 days left", "due today", "3 days overdue".</summary>
    public string Clock(int daysLeft) => daysLeft switch
    {
        > 0 => text.Count("Left", daysLeft),
        0 => text["DueToday"],
        _ => text.Count("Overdue", -daysLeft),
    };

    /// <summary>"Access (GDPR)".</summary>
    public string About(RequestLaw law, RequestKind kind) => $"{text[$"Kind.{kind}"]} ({text[$"Law.{law}"]})";

    /// <summary>What the person reads on her phone, in her language.</summary>
    public string CodeText(string language, string sender, string code) => Speaking(language, () => text["Code.Text", code, sender].Value);

    /// <summary>Says something in another language than that of whoever asks.</summary>
    public static T Speaking<T>(string language, Func<T> say)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(RequestLists.Languages.Contains(language) ? language : "en");
        try
        {
            return say();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }
}
