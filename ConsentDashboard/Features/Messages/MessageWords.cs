using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.Messaging.Outbox;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Messages;

/// <summary>The words of the outbox.</summary>
public sealed class MessageWords(IStringLocalizer<MessagesText> text, IStringLocalizer<ErrorsText> errors)
{
    public string Kind(string kind) => text[$"Kind.{kind}"] is { ResourceNotFound: false } word ? word.Value : kind;

    public string Of(SendFailure failure)
    {
        var word = text[$"Failure.{failure.Kind}"].Value;
        return failure.Detail.Length == 0 ? word : $"{word} ({failure.Detail})";
    }

    public string Of(Error error) => text[error.Key] is { ResourceNotFound: false } own ? own.Value : errors[error.Key];

    public string Waiting(int count) => count > OutboxBacklog.MostCounted
        ? text["Waiting.More", OutboxBacklog.MostCounted.ToString("N0", System.Globalization.CultureInfo.CurrentCulture)]
        : text.Count("Waiting", count);
}
