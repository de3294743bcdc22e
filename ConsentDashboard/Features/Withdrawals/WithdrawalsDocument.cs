using ConsentDashboard.Operations.Api;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ConsentDashboard.Features.Withdrawals;

/// <summary>Examples for the OpenAPI document.</summary>
internal static class WithdrawalsDocument
{
    public const string Operation = "recordWithdrawal";

    private const string Request = """
        { "phone": "+44 7400 123456", "source": "shop app", "occurredAt": "2026-11-23T14:05:00+00:00" }
        """;

    private const string Recorded = """
        {
          "id": "018f3c1e-5b7a-7c3d-9e21-2f6a0b1c4d5e", "subscriber": "3kTq9ZbVw0A", "sender": null,
          "cells": ["sms-informational", "sms-advertising", "sms-promotional", "call-informational", "call-advertising", "call-promotional"],
          "occurredAt": "2026-11-23T14:05:00Z", "recordedAt": "2026-11-23T14:05:01.250Z", "adjusted": []
        }
        """;

    private const string Refused = """
        { "type": "urn:consent-dashboard:phone_invalid", "title": "phone invalid", "status": 422, "detail": "No country has such a number, or the region is unknown. Send it in E.164.", "code": "phone_invalid", "field": "phone" }
        """;

    public static Task AddExamplesAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (operation.OperationId != Operation)
        {
            return Task.CompletedTask;
        }

        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "Idempotency-Key",
            In = ParameterLocation.Header,
            Description = "Optional. The same key and body record one event and get the same answer for at least 24 hours; another body is another withdrawal.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        operation.Show(Request, "201", Recorded, Refused);
        return Task.CompletedTask;
    }
}
