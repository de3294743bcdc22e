using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Operations.DemoData;

/// <summary>Who else acts in the demo company.</summary>
internal static class DemoStaff
{
    public static readonly Actor Officer = Actor.User("demo-officer", "", []);
    public static readonly Actor[] Agents = [Actor.User("demo-support", "", []), Actor.User("demo-support-2", "", []), Actor.User("demo-support-3", "", [])];
    public static readonly Actor Shops = Actor.User("demo-counter", "", []);
    public static readonly Actor App = Actor.Api("demo-app");
    public static readonly Actor Policy = Actor.System("retention");
    public static readonly Actor Confirmations = Actor.System("double-opt-in");
    public static readonly Actor Inbox = Actor.System("inbox");
}
