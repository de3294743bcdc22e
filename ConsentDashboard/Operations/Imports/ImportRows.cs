using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Imports.Reading;

namespace ConsentDashboard.Operations.Imports;

/// <summary>Reads the rows of an upload in the order of the file, one at a time, by the batch's mapping.</summary>
public delegate IAsyncEnumerable<ImportRow> ImportRows(ImportBatch batch, CancellationToken cancellation);
