using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Features.Exports.Requests;

/// <summary>What may be asked for, and who may agree to it and take it.</summary>
internal static class ExportRules
{
    public const int MaxText = 500;

    public static Error? TextRefusal(RequestExport.Input input) => input switch
    {
        { Why.Length: 0 or > MaxText } => ExportRefusals.WhyMissing,
        _ when HasNumber(input.Why) => ExportRefusals.WhyHasNumber,
        { Columns: ExportColumns.None } => ExportRefusals.NoColumns,
        _ when (input.Columns & ~ExportColumns.All) != ExportColumns.None => ExportRefusals.NoColumns,
        _ when NeedsReason(input.Columns) && input.ColumnsReason.Length is 0 or > MaxText => ExportRefusals.ColumnsReasonMissing,
        _ when HasNumber(input.ColumnsReason) => ExportRefusals.ColumnsReasonHasNumber,
        _ => null,
    };

    /// <summary>More than the purpose needs as a rule (minimisation).</summary>
    public static bool NeedsReason(ExportColumns columns) => (columns & ~ExportColumns.Default) != ExportColumns.None;

    /// <summary>Four eyes: whoever asked does not agree, whatever their roles.</summary>
    public static Error? DecisionRefusal(ExportJob job, Actor actor) => job switch
    {
        { Status: not JobStatus.AwaitingApproval } => ExportRefusals.AlreadyDecided,
        _ when job.CreatedBy == actor.Key => ExportRefusals.SamePerson,
        _ => null,
    };

    public static Error? NoteRefusal(string note, bool isNeeded) => note.Length switch
    {
        0 when isNeeded => ExportRefusals.NoteMissing,
        > MaxText => ExportRefusals.NoteMissing,
        _ when HasNumber(note) => ExportRefusals.NoteHasNumber,
        _ => null,
    };

    public static bool MayCancel(ExportJob job, Actor actor) =>
        job.Status is JobStatus.AwaitingApproval or JobStatus.Waiting or JobStatus.Running && (job.CreatedBy == actor.Key ? actor.Can(Permissions.RequestExport) : actor.Can(Permissions.ApproveExport));

    /// <summary>The file is for whoever asked for it; somebody else who agrees to exports takes it only where downloading is granted too.</summary>
    public static bool MayDownload(ExportJob job, Actor actor) => actor.Can(Permissions.DownloadExport) && (job.CreatedBy == actor.Key || actor.Can(Permissions.ApproveExport));

    private static bool HasNumber(string text) => NumbersInText.Mask(text) != text;
}
