namespace ConsentDashboard.Domain.Consents;

/// <summary>A set of cells, one bit for each channel and message type.</summary>
[Flags]
public enum ConsentCells : byte
{
    None = 0,
    SmsInformational = 1,
    SmsAdvertising = 2,
    SmsPromotional = 4,
    CallInformational = 8,
    CallAdvertising = 16,
    CallPromotional = 32,
    AllSms = SmsInformational | SmsAdvertising | SmsPromotional,
    AllCalls = CallInformational | CallAdvertising | CallPromotional,
    All = AllSms | AllCalls,
}

public static class Cells
{
    public const int Count = 6;

    private static readonly string[] Keys = ["sms-informational", "sms-advertising", "sms-promotional", "call-informational", "call-advertising", "call-promotional"];

    public static ConsentCells Of(Channel channel, MessageType type) => (ConsentCells)(1 << IndexOf(channel, type));

    /// <summary>The position of the cell's bit, 0 to 5.</summary>
    public static int IndexOf(Channel channel, MessageType type) => (((int)channel - 1) * 3) + (int)type - 1;

    public static Channel ChannelOf(int index) => (Channel)((index / 3) + 1);

    public static MessageType TypeOf(int index) => (MessageType)((index % 3) + 1);

    public static ConsentCells OnChannel(Channel channel) => channel == Channel.Sms ? ConsentCells.AllSms : ConsentCells.AllCalls;

    public static ConsentCells OfType(MessageType type) => Of(Channel.Sms, type) | Of(Channel.Call, type);

    /// <summary>The cell's name outside: <c>sms-promotional</c>, <c>call-informational</c>.</summary>
    public static string KeyOf(int index) => Keys[index];

    /// <returns>The cell of that name; <see cref="ConsentCells.None"/> where there is none.</returns>
    public static ConsentCells FromKey(string? key) => Array.IndexOf(Keys, key) is >= 0 and var index ? (ConsentCells)(1 << index) : ConsentCells.None;

    public static IEnumerable<int> Indexes(this ConsentCells cells)
    {
        for (var index = 0; index < Count; index++)
        {
            if (((int)cells & (1 << index)) != 0)
            {
                yield return index;
            }
        }
    }
}
