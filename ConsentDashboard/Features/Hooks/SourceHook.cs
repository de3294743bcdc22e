using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Operations.OptOut.Inbound;

namespace ConsentDashboard.Features.Hooks;

/// <summary><c>POST /hooks/sms/{source}</c>: any gateway, read by the field names that were agreed with it.</summary>
internal sealed partial class SourceHook(HookSources sources, HookAnswers answers, RefusedHooks refused, TimeProvider clock)
{
    public async Task PostAsync(HttpContext http, string name)
    {
        var receivedAt = clock.UtcMilliseconds();
        HookSource? source;
        try
        {
            source = await sources.FindAsync(name, http.RequestAborted);
        }
        catch (Exception e) when (DatabaseAway.Is(e))
        {
            HookAnswers.ComeAgain(http);
            return;
        }

        switch (source)
        {
            case null:
                refused.Refuse(http, name, StatusCodes.Status404NotFound);
                return;
            case { Secret.Length: 0 }:
                // Its secret does not open just now: nothing of it can be believed, and nothing of it may be lost.
                HookAnswers.ComeAgain(http);
                return;
        }

        if (await HookBody.ReadAsync(http.Request, http.RequestAborted) is not { } body)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        var header = source.Scheme == InboundScheme.Basic ? "Authorization" : source.Header;
        if (!SourceSignature.IsGood(source.Scheme, source.Secret, http.Request.Headers[header], body))
        {
            refused.Refuse(http, source.Name);
            return;
        }

        if (Fields(source, body) is not { } field || field(source.Id) is not { Length: > 0 and <= InboundReply.MaxProviderId } id)
        {
            // Signed and yet without its fields: the names were agreed wrongly, and the gateway's own log should show it.
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsJsonAsync(new { error = $"The fields of this source are from '{source.From}', to '{source.To}', text '{source.Text}' and id '{source.Id}'; the id is missing or too long." });
            return;
        }

        if (await answers.TakeAsync(http, new(source.Name, id, field(source.From) ?? "", field(source.To) ?? "", field(source.Text) ?? "", receivedAt)))
        {
            await http.Response.WriteAsJsonAsync(new { status = "accepted" });
        }
    }

    /// <returns>Reads a field by its agreed name; null where the body is not of the agreed format.</returns>
    private static Func<string, string?>? Fields(HookSource source, byte[] body)
    {
        if (source.Format == InboundFormat.Form)
        {
            var form = HookBody.FormOf(body);
            return name => form.Find(field => field.Key == name).Value;
        }

        try
        {
            var json = JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetString(body));
            return name => Find(json, name);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A path with dots; a number in it is a place in a list.
    private static string? Find(JsonElement json, string path)
    {
        foreach (var part in path.Split('.'))
        {
            json = json switch
            {
                { ValueKind: JsonValueKind.Object } when json.TryGetProperty(part, out var inner) => inner,
                { ValueKind: JsonValueKind.Array } when int.TryParse(part, out var index) && index >= 0 && index < json.GetArrayLength() => json[index],
                _ => default,
            };
        }

        return json.ValueKind switch
        {
            JsonValueKind.String => TextOf(json),
            JsonValueKind.Number => json.GetRawText(),
            _ => null,
        };
    }

    // Gateways cut texts between the halves of an emoji; half of one is no text, and would be refused for ever.
    private static string? TextOf(JsonElement json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return JsonSerializer.Deserialize<string>(HalfOfAPair().Replace(json.GetRawText(), "\\uFFFD"));
        }
    }

    [GeneratedRegex(@"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex HalfOfAPair();
}
