using System.Globalization;
using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using ConsentDashboard.Components.Layout;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain.OptOut.Deadlines;
using ConsentDashboard.Features.CollectionPoints;
using ConsentDashboard.Features.Notices;
using ConsentDashboard.Features.OptOuts;
using ConsentDashboard.Features.Overview;
using ConsentDashboard.Features.Senders;
using ConsentDashboard.Features.Subscribers;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Operations.Counters;
using ConsentDashboard.Operations.OptOut;
using ConsentDashboard.Operations.OptOut.Inbox;
using ConsentDashboard.Operations.Subscribers;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Security.Numbers;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace ConsentDashboard.Tests.Support;

/// <summary>One person's browser: pages drawn in memory, on the services of an installation, in a language and by a role.</summary>
internal sealed class Screen : BunitContext
{
    private readonly JSRuntimeInvocationHandler<string> _zone;

    public Screen(Installation here, string? role = Roles.ComplianceOfficer, string language = "en")
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        JSInterop.Mode = JSRuntimeMode.Loose;
        _zone = JSInterop.SetupModule("./browser.js").Setup<string>("timeZone");
        Services.AddLogging();
        Services.AddParts();
        Services.AddSingleton<TimeProvider>(here.Database.Clock);
        Services.AddSingleton<IDbContextFactory<DashboardDbContext>>(here.Database.Contexts);
        Services.AddSingleton(here.Get<NumberVault>());
        Services.AddSingleton(here.Get<WriteGate>());
        Services.AddSingleton(here.Get<LedgerWriter>());
        Services.AddSingleton(here.Get<LedgerFeed>());
        Services.AddSingleton(here.Get<AuditTrail>());
        Services.AddSingleton(here.Get<EvidenceBox>());
        Services.AddSingleton(here.Get<ConsentDecisions>());
        Services.AddSingleton(here.Get<PersonVerification>());
        Services.AddSingleton(here.Get<CounterReadings>());
        Services.AddSingleton(here.Database.Keys);
        Services.AddSingleton(here.Get<SubscriberDirectory>());
        Services.AddSingleton(here.Get<RecordActivity>());
        Services.AddSingleton(here.Get<WriteGate>());
        Services.AddLinks(null);
        Services.AddCollectionPoints();
        Services.AddSubscribers();
        Services.AddOverview();
        Services.AddNotices();
        Services.AddOptOuts();
        Services.AddSingleton(here.Get<InboundTexts>());
        Services.AddSingleton(here.Get<InboxPauses>());
        Services.AddSingleton(here.Get<Origins>());
        Services.AddSingleton(here.Get<Timeliness>());
        Services.AddSingleton(here.Get<DeadlineRules>());
        Services.AddSenders();
        SignIn(role);
    }

    /// <summary>What was recorded of refusals.</summary>
    public List<string> Denials { get; } = [];

    /// <summary>The browser answers with its time zone; until then pages are loading.</summary>
    public Screen Ready()
    {
        _zone.SetResult("Europe/Berlin");
        return this;
    }

    /// <summary>Where dialogs appear.</summary>
    public IRenderedComponent<MudDialogProvider> Dialogs() => Render<MudDialogProvider>();

    private void SignIn(string? role)
    {
        var authorization = this.AddAuthorization();
        if (role is not null)
        {
            authorization.SetAuthorized(role);
            authorization.SetRoles(role);
            authorization.SetClaims(new Claim(ClaimTypes.NameIdentifier, role.ToLowerInvariant()));
        }

        Services.AddScoped(provider => new CurrentActor(provider.GetRequiredService<AuthenticationStateProvider>()));
        Services.AddSingleton<RecordDenial>((_, what) =>
        {
            Denials.Add(what);
            return Task.CompletedTask;
        });
    }
}
