using ConsentDashboard;
using ConsentDashboard.Commands;
using ConsentDashboard.Data;
using ConsentDashboard.Operations;
using ConsentDashboard.Security.Keys;

return await CommandLine.RunAsync(args, Build, app => app.RunAsync());

static WebApplication Build(string[] args)
{
    var builder = WebApplication.CreateBuilder(args);
    builder.Configuration.AddLinkedSettings();
    var database = builder.Configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new();
    builder.Services.AddData(database, builder.Environment.ContentRootPath);
    builder.Services.AddKeys(builder.Configuration, provider => provider.GetRequiredService<DashboardContexts>().Folder);
    builder.Services.AddOperations();
    return builder.Build();
}
