using System.Net;
using System.Text.RegularExpressions;

namespace ConsentDashboard.Tests.Support;

/// <summary>Fills in and sends a form of a static page, as a browser without script does.</summary>
internal static partial class Forms
{
    public static async Task<HttpResponseMessage> SubmitAsync(this HttpClient browser, string page, string handler, params (string Name, string Value)[] fields)
    {
        var html = await browser.GetStringAsync(page);
        return await browser.PostAsync(page, Form([("__RequestVerificationToken", Token(html)), ("_handler", handler), .. fields]));
    }

    public static Task<HttpResponseMessage> SignInAsync(this HttpClient browser, string email, string password, string query = "") =>
        browser.SubmitAsync($"/accounts/sign-in{query}", "sign-in", ("Form.Email", email), ("Form.Password", password));

    public static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    public static string Token(string html) => WebUtility.HtmlDecode(TokenField().Match(html).Groups[1].Value);

    /// <summary>The page without what differs each time it is drawn.</summary>
    public static string Plain(string html) => Changing().Replace(html, "");

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"[^\"]+\"|<!--.*?-->|name=\"Form.Email\" value=\"[^\"]*\"", RegexOptions.Singleline)]
    private static partial Regex Changing();
}
