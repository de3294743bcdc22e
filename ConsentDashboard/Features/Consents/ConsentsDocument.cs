using ConsentDashboard.Operations.Api;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ConsentDashboard.Features.Consents;

/// <summary>What the OpenAPI document says beyond the shapes: how to show one's key, and an example of each message.</summary>
internal static class ConsentsDocument
{
    public const string Operation = "recordConsent";

    private const string Scheme = "apiKey";

    private const string Request = """
        {
          "phone": "+44 7400 123456",
          "collectionPoint": "checkout",
          "noticeVersion": "4fTz0QvWn1k",
          "channels": ["sms"],
          "messageTypes": ["promotional"],
          "language": "en",
          "method": "tickedBox",
          "occurredAt": "2026-11-23T14:05:00+00:00",
          "evidence": {
            "affirmativeAct": "ticked the box \"Offers by SMS\"",
            "ipAddress": "198.51.100.7",
            "userAgent": "Mozilla/5.0",
            "pageAddress": "https://shop.example/checkout",
            "boxes": { "sms-promotional": true }
          }
        }
        """;

    private const string Recorded = """
        { "id": "018f3c1e-5b7a-7c3d-9e21-2f6a0b1c4d5e", "subscriber": "3kTq9ZbVw0A", "state": "given", "cells": ["sms-promotional"], "refusedCells": [], "recordedAt": "2026-11-23T14:05:01.250Z", "dryRun": false }
        """;

    private const string Refused = """
        { "type": "urn:consent-dashboard:evidence_missing", "title": "evidence missing", "status": 422, "detail": "Without this proof the consent does not count as given.", "code": "evidence_missing", "field": "evidence.ipAddress" }
        """;

    public static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new() { Title = "ConsentDashboard", Version = "v1", Description = "Passes consents on with their proof. Recording an opt-in takes an Idempotency-Key." };
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key: cd_…" };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        return Task.CompletedTask;
    }

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
            Required = true,
            Description = "1 to 200 characters. The same key and body get the same answer for 24 hours; another body gets 409.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        operation.Show(Request, "201", Recorded, Refused);
        return Task.CompletedTask;
    }
}
