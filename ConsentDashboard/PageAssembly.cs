using System.Reflection;

namespace ConsentDashboard;

/// <summary>Brings an assembly's pages in beside the app's own. The app registers none; whoever hosts it may.</summary>
internal sealed record PageAssembly(Assembly Assembly);
