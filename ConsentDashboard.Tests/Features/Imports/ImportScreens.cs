using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Features.Imports;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Imports;

internal static class ImportScreens
{
    public static void AddImportServices(this Screen screen, Installation here)
    {
        screen.Services.AddSingleton(here.Get<JobFiles>());
        screen.Services.AddSingleton(here.Get<JobFeed<ImportBatch>>());
        screen.Services.AddSingleton(here.Get<ImportVerdicts>());
        screen.Services.AddSingleton(here.Get<TryImport>());
        screen.Services.AddSingleton(here.Get<StartImport>());
        screen.Services.AddSingleton(here.Get<CancelImport>());
        screen.Services.AddSingleton(here.Get<UndoImport>());
        screen.Services.AddSingleton(here.Get<InspectFile>());
        screen.Services.AddSingleton(here.Get<FindMapping>());
        screen.Services.AddSingleton(here.Get<RememberMapping>());
        screen.Services.AddImportPages(new());
    }
}
