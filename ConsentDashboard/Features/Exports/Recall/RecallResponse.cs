using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConsentDashboard.Features.Exports.Recall;

/// <param name="At">When it was decided.</param>
/// <param name="Rows">Rows whose people may no longer be contacted; a page may have none and not be the last.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; absent at the end.</param>
public sealed record RecallResponse(DateTime At, IReadOnlyList<RecallRow> Rows, string? Next)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
}

/// <param name="RowKey">As it stands in the file.</param>
/// <param name="Phone">In E.164, while it is held; absent once it is erased.</param>
/// <param name="Reasons">As decisions give them.</param>
public sealed record RecallRow(string RowKey, string? Phone, IReadOnlyList<string> Reasons);
