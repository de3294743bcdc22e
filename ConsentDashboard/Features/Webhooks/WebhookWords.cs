using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.Messaging.Outbox;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Webhooks;

/// <summary>The words of receivers and of what came of a delivery.</summary>
public sealed class WebhookWords(IStringLocalizer<WebhooksText> text, IStringLocalizer<ErrorsText> errors)
{
    public string Of(SendFailure failure)
    {
        var word = text[$"Failure.{failure.Kind}"] is { ResourceNotFound: false } own ? own.Value : text["Failure.Other"].Value;
        return failure.Detail.Length == 0 ? word : $"{word} ({failure.Detail})";
    }

    public string Of(Error error) => errors[error.Key];

    public string Waiting(int count) => count > OutboxBacklog.MostCounted
        ? text["Waiting.More", OutboxBacklog.MostCounted.ToString("N0", System.Globalization.CultureInfo.CurrentCulture)]
        : text.Count("Waiting", count);
}
