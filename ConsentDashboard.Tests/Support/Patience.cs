using System.Runtime.CompilerServices;
using Bunit;

namespace ConsentDashboard.Tests.Support;

internal static class Patience
{
    // A busy machine is slow, not wrong. It holds for every component under test, whichever is drawn first.
    [ModuleInitializer]
    internal static void OfComponents() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(30);
}
