using System.Net;
using ConsentDashboard.Operations.Webhooks;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Operations.Webhooks;

public sealed class RefusingTargetsTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("192.0.0.8")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:4136:e378::1")]
    [InlineData("2001:db8::1")]
    public void What_is_not_public_is_refused(string address) => Assert.False(PublicTargets.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("93.184.215.14")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:82b::200e")]
    public void What_is_public_is_called(string address) => Assert.True(PublicTargets.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task A_private_receiver_is_never_connected_to_unless_allowed(string host)
    {
        await using var room = await WebhookRoom.OpenAsync(options: new());
        var port = new Uri(room.Receiver.Address).Port;
        var endpoint = await room.EndpointAsync(address: $"http://{host}:{port}/hook");
        await room.RecordAsync(room.Here.Stop(1));

        await room.Dispatcher.DispatchAsync(TestContext.Current.CancellationToken);

        Assert.Empty(room.Receiver.Requests);
        var row = Assert.Single(await room.RowsAsync());
        Assert.Equal(("ForbiddenTarget", null, null), (row.LastError, row.LastStatus, row.DeliveredAt));
        Assert.NotNull((await room.ReadAsync(endpoint)).FailingSince);
    }
}
