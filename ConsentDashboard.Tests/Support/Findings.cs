namespace ConsentDashboard.Tests.Support;

/// <summary>For guards that list what breaks a rule: <c>Assert.Empty</c> cuts the list short, and the list is the message.</summary>
internal static class Findings
{
    public static void None(IEnumerable<string?> found)
    {
        var list = string.Join('\n', found);
        Assert.True(list.Length == 0, list);
    }
}
