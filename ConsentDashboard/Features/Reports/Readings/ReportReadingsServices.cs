using ConsentDashboard.Operations.Reports;

namespace ConsentDashboard.Features.Reports.Readings;

public static class ReportReadingsServices
{
    public static IServiceCollection AddReportReadings(this IServiceCollection services)
    {
        services.AddSingleton<ReportBasis>();
        services.AddSingleton<IReportReading, ConsentStatusReading>();
        services.AddSingleton<IReportReading, OptInsAndOptOutsReading>();
        services.AddSingleton<IReportReading, OptOutTimelinessReading>();
        services.AddSingleton<IReportReading, EvidenceCompletenessReading>();
        services.AddSingleton<IReportReading, SuppressionsReading>();
        services.AddSingleton<IReportReading, CleaningReading>();
        services.AddSingleton<IReportReading, AccessToPersonalDataReading>();
        services.AddSingleton<IReportReading, FrequencyPromiseReading>();
        return services;
    }
}
