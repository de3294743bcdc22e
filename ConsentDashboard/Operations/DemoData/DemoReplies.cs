namespace ConsentDashboard.Operations.DemoData;

/// <summary>What people reply, in their words.</summary>
internal static class DemoReplies
{
    /// <summary>A reasonable person could read an opt-out.</summary>
    public static readonly (string[] En, string[] Ru) MayBe = (
        [
            "How do I get these to stop? I never read them",
            "please no more texts, I moved away",
            "I asked you last week to take me off your list!!",
            "Wrong number. Remove me",
            "enough already, leave me alone",
        ],
        [
            "Хватит уже слать, я всё равно не покупаю",
            "Сколько раз просить убрать мой номер из рассылки?",
            "Не пишите мне больше, сколько можно",
            "Как отключить эти сообщения?",
            "это не мой номер, удалите меня",
        ]);

    /// <summary>The same words, and something else meant.</summary>
    public static readonly (string[] En, string[] Ru) Harmless = (
        ["please no calls before noon, I work nights", "please no more red ones, only the blue"],
        ["не звоните, я в отпуске до понедельника", "не звоните до обеда, я на работе"]);

    public static readonly (string[] En, string[] Ru) Ordinary = (
        ["Thanks, got it!", "What time do you open on Sunday?", "Is the blue one back in size 8?"],
        ["Спасибо, забрала!", "А до скольки вы сегодня работаете?", "Есть ли ещё дарджилинг весеннего сбора?"]);
}
