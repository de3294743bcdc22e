using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Tests.Domain;

public sealed class CellTests
{
    private static readonly (Channel, MessageType)[] Pairs =
        [.. Enum.GetValues<Channel>().SelectMany(channel => Enum.GetValues<MessageType>().Select(type => (channel, type)))];

    [Fact]
    public void Each_channel_and_message_type_has_a_bit_of_its_own()
    {
        Assert.Equal(Cells.Count, Pairs.Length);
        Assert.Equal(Enumerable.Range(0, Cells.Count), Pairs.Select(pair => Cells.IndexOf(pair.Item1, pair.Item2)));
        Assert.All(Pairs, pair => Assert.Equal(pair, (Cells.ChannelOf(Cells.IndexOf(pair.Item1, pair.Item2)), Cells.TypeOf(Cells.IndexOf(pair.Item1, pair.Item2)))));
    }

    [Theory]
    [InlineData(Channel.Sms, MessageType.Informational, ConsentCells.SmsInformational)]
    [InlineData(Channel.Sms, MessageType.Promotional, ConsentCells.SmsPromotional)]
    [InlineData(Channel.Call, MessageType.Advertising, ConsentCells.CallAdvertising)]
    [InlineData(Channel.Call, MessageType.Promotional, ConsentCells.CallPromotional)]
    public void A_bit_bears_the_name_of_its_cell(Channel channel, MessageType type, ConsentCells cell) => Assert.Equal(cell, Cells.Of(channel, type));

    [Fact]
    public void A_set_lists_its_cells_in_order()
    {
        Assert.Equal([1, 3, 5], (ConsentCells.SmsAdvertising | ConsentCells.CallInformational | ConsentCells.CallPromotional).Indexes());
        Assert.Empty(ConsentCells.None.Indexes());
        Assert.Equal(Cells.Count, ConsentCells.All.Indexes().Count());
    }

    [Fact]
    public void Channels_and_types_cover_all_cells_without_overlap()
    {
        Assert.Equal(ConsentCells.All, Cells.OnChannel(Channel.Sms) | Cells.OnChannel(Channel.Call));
        Assert.Equal(ConsentCells.None, Cells.OnChannel(Channel.Sms) & Cells.OnChannel(Channel.Call));
        Assert.Equal(ConsentCells.All, Enum.GetValues<MessageType>().Aggregate(ConsentCells.None, (all, type) => all | Cells.OfType(type)));
        Assert.Equal(ConsentCells.SmsPromotional | ConsentCells.CallPromotional, Cells.OfType(MessageType.Promotional));
    }

    [Fact]
    public void An_event_reads_back_what_it_made_of_each_cell()
    {
        var row = new ConsentEvent { Outcome = ((int)ConsentState.Given << 8) | ((int)ConsentState.Withdrawn << 20) };

        Assert.Equal(
            [ConsentState.None, ConsentState.None, ConsentState.Given, ConsentState.None, ConsentState.None, ConsentState.Withdrawn],
            Enumerable.Range(0, Cells.Count).Select(row.OutcomeFor));
    }
}
