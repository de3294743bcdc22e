using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;

namespace ConsentDashboard.Operations.DemoData;

/// <summary>The words of the three demo notices. Labels name the cells in the order of their bits.</summary>
internal static class DemoWordings
{
    public const ConsentCells ShopCells = ConsentCells.AllSms | ConsentCells.CallInformational | ConsentCells.CallPromotional;
    public const ConsentCells BrandCells = ConsentCells.AllSms | ConsentCells.CallPromotional;

    public static DemoWording Shop() => new(
        ShopCells,
        new()
        {
            Language = "en",
            Title = "Offers and order news from Alder Lane",
            Body = "Alder Lane Ltd would like to text or call you at the number that you enter: about your orders, about new things in the shop, and with seasonal offers. Tick only what you want. Nothing depends on it: you can order without any of the boxes.",
            Frequency = "At most 8 messages and calls a month together.",
            WhoWeAre = "Alder Lane Ltd, 14 Alder Lane, Exampleton. Questions: +1 202-555-0142 or alderlane.example/contact.",
            HowToWithdraw = "Reply STOP to any text, open the link in it, use the form at alderlane.example/stop, or call +1 202-555-0142. It works at once, is free, and nobody asks why.",
            Keeping = "We keep your number while you want to hear from us, and for 18 months at most unless you agree again. The proof that you agreed is kept for five years.",
            ConfirmationText = "Alder Lane: your code is {0}. Enter it to confirm that you want to hear from us. Did not ask for this? Ignore this text.",
        },
        ["News about my orders, by SMS", "What is new in the shop, by SMS", "Offers and discounts, by SMS", "A call about a delivery", "A call with an offer for me"],
        new()
        {
            Language = "ru",
            Title = "Предложения и новости о заказах от Alder Lane",
            Body = "Компания Alder Lane Ltd хотела бы писать и звонить вам по указанному номеру: о ваших заказах, о новинках магазина и с сезонными предложениями. Отметьте только то, что вам нужно. Это ни к чему не обязывает: заказ можно оформить и без отметок.",
            Frequency = "Не более 8 сообщений и звонков в месяц в сумме.",
            WhoWeAre = "Alder Lane Ltd, 14 Alder Lane, Exampleton. Вопросы: +1 202-555-0142 или alderlane.example/contact.",
            HowToWithdraw = "Ответьте СТОП на любое сообщение, перейдите по ссылке в нём, заполните форму на alderlane.example/stop или позвоните по номеру +1 202-555-0142. Отказ действует сразу, бесплатно и без объяснений.",
            Keeping = "Мы храним номер, пока вы хотите получать от нас сообщения, но не дольше 18 месяцев, если вы не согласитесь снова. Подтверждение согласия хранится пять лет.",
            ConfirmationText = "Alder Lane: ваш код {0}. Введите его, чтобы подтвердить согласие. Если вы ничего не запрашивали, не отвечайте.",
        },
        ["Новости о моих заказах в SMS", "Новинки магазина в SMS", "Акции и скидки в SMS", "Звонок о доставке", "Звонок с предложением для меня"]);

    /// <summary>The shop's next wording, as far as somebody has come with it: the Russian words are not finished.</summary>
    public static DemoWording ShopDraft()
    {
        var draft = Shop();
        var (english, russian) = (draft.Texts[0], draft.Texts[1]);
        english.Body = english.Body.Replace("with seasonal offers", "with offers of your nearest shop", StringComparison.Ordinal);
        english.Frequency = "At most 6 messages and calls a month together.";
        (russian.Frequency, russian.Keeping) = ("", "");
        return draft;
    }

    public static DemoWording Brand() => new(
        BrandCells,
        new()
        {
            Language = "ru",
            Title = "Сообщения и звонки от «Чайного двора»",
            Body = "ООО «Чайный двор» просит вашего согласия на сообщения и звонки по указанному номеру: о доставке, о новых сборах и с приглашениями на дегустации. Отметьте то, что хотите получать. Покупать чай можно и без этого согласия.",
            Frequency = "Не чаще двух раз в неделю.",
            WhoWeAre = "ООО «Чайный двор», Москва, Примерная улица, дом 7. Вопросы: 8 800 000-00-17 или teayard.example/contacts.",
            HowToWithdraw = "Отправьте СТОП в ответ на сообщение, перейдите по ссылке в нём, заполните форму на teayard.example/stop или позвоните нам. Отказ действует немедленно, причину указывать не нужно.",
            Keeping = "Согласие действует 12 месяцев. Подтверждение того, что вы согласились, мы храним пять лет.",
            ConfirmationText = "Чайный двор: код {0}. Введите его на сайте, чтобы подтвердить согласие. Если это были не вы, просто удалите сообщение.",
        },
        ["Новости о доставке в SMS", "Рассказы о новых сборах в SMS", "Предложения в SMS", "Звонок с приглашением на дегустацию"],
        new()
        {
            Language = "en",
            Title = "Texts and calls from Tea Yard",
            Body = "Tea Yard LLC asks whether it may text and call you at the number that you enter: about deliveries, about new blends, and to invite you to tastings. Tick what you would like. You can buy tea without it.",
            Frequency = "At most twice a week.",
            WhoWeAre = "Tea Yard LLC, 7 Example Street, Moscow. Questions: 8 800 000-00-17 or teayard.example/contacts.",
            HowToWithdraw = "Reply STOP to a text, open the link in it, use the form at teayard.example/stop, or call us. It works at once, and you need give no reason.",
            Keeping = "Your consent lasts 12 months. We keep the proof of it for five years.",
            ConfirmationText = "Tea Yard: your code is {0}. Enter it on the site to confirm. If that was not you, delete this text.",
        },
        ["News about deliveries, by SMS", "Stories about new blends, by SMS", "Offers, by SMS", "A call to invite me to a tasting"]);

    public static DemoWording BrandProcessing() => new(
        BrandCells,
        new()
        {
            Language = "ru",
            Title = "Согласие на обработку персональных данных",
            Body = "Я согласен (согласна) на обработку ООО «Чайный двор» моего номера телефона, языка общения и записей о моих согласиях: сбор, хранение, использование для связи со мной и удаление. Другие сведения не собираются, третьим лицам ничего не передаётся.",
            Frequency = "Сам по себе этот документ сообщений не предполагает.",
            WhoWeAre = "ООО «Чайный двор», Москва, Примерная улица, дом 7. Вопросы: 8 800 000-00-17 или teayard.example/contacts.",
            HowToWithdraw = "Отозвать согласие можно по ссылке в любом сообщении, через форму на teayard.example/stop или по телефону.",
            Keeping = "Номер хранится до отзыва согласия. После отзыва остаётся только подтверждение, на пять лет.",
            ConfirmationText = "Чайный двор: код {0} подтверждает согласие на обработку персональных данных.",
        },
        ["Обработка номера для новостей о доставке", "Обработка номера для рассказов о сборах", "Обработка номера для предложений", "Обработка номера для звонков"],
        new()
        {
            Language = "en",
            Title = "Consent to the processing of personal data",
            Body = "I agree that Tea Yard LLC processes my phone number, the language I speak and the record of what I agreed to: collects it, keeps it, uses it to contact me, and deletes it. Nothing else is collected, and nothing is passed on.",
            Frequency = "This document by itself brings no messages.",
            WhoWeAre = "Tea Yard LLC, 7 Example Street, Moscow. Questions: 8 800 000-00-17 or teayard.example/contacts.",
            HowToWithdraw = "Withdraw through the link in any text, the form at teayard.example/stop, or by phone.",
            Keeping = "The number is kept until you withdraw. After that only the proof stays, for five years.",
            ConfirmationText = "Tea Yard: the code {0} confirms your consent to the processing of personal data.",
        },
        ["Processing for news about deliveries", "Processing for stories about blends", "Processing for offers", "Processing for calls"]);
}

/// <summary>One wording in its two languages.</summary>
internal sealed class DemoWording
{
    private readonly string[] _labels;
    private readonly string[] _otherLabels;

    public DemoWording(ConsentCells cells, NoticeText text, string[] labels, NoticeText other, string[] otherLabels)
    {
        (Cells, _labels, _otherLabels) = (cells, labels, otherLabels);
        (text.Labels, other.Labels) = (Json(labels), Json(otherLabels));
        Texts = [text, other];
    }

    public ConsentCells Cells { get; }

    public IReadOnlyList<NoticeText> Texts { get; }

    /// <summary>The labels of some of its boxes, as the person read them.</summary>
    public IEnumerable<string> LabelsOf(ConsentCells cells, string language)
    {
        var labels = Texts[0].Language == language ? _labels : _otherLabels;
        return Cells.Indexes().Zip(labels).Where(label => ((int)cells & (1 << label.First)) != 0).Select(label => label.Second);
    }

    private string Json(string[] labels) =>
        "{" + string.Join(",", Cells.Indexes().Zip(labels).Select(label => $"\"{label.First}\":\"{label.Second}\"")) + "}";
}
