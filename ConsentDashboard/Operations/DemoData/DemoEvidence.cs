using System.Globalization;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Operations.DemoData;

/// <summary>What each door keeps as proof, written as that door writes it.</summary>
internal sealed class DemoEvidence
{
    private static readonly string[] StopsEn = ["STOP", "Stop", "stop", "STOP", "Unsubscribe", "END", "cancel", "STOP.", "please stop"];
    private static readonly string[] StopsRu = ["СТОП", "Стоп", "стоп", "STOP", "отписка", "Отписаться", "стоп!", "отпишите меня"];

    private readonly Dictionary<(ConsentCells, ConsentCells), Dictionary<string, bool>> _boxes = [];
    private readonly Dictionary<(long, ConsentCells, string), string> _ticked = [];

    public EvidenceDocument Form(DemoPerson person, DemoSender sender, DemoNotice notice, ConsentCells cells, string path) => new()
    {
        AffirmativeAct = Ticked(notice, cells, person.Language),
        IpAddress = person.IpAddress(),
        UserAgent = person.UserAgent,
        PageAddress = $"{sender.Site}{path}",
        Referrer = person.Random.Chance(0.3) ? $"{sender.Site}/" : null,
        Boxes = Boxes(notice.Wording.Cells, cells),
        RawPhone = DemoNumbers.Typed(person.Region, person.Number, person.Random),
    };

    public EvidenceDocument App(DemoPerson person, DemoNotice notice, ConsentCells cells, string page) => new()
    {
        AffirmativeAct = Ticked(notice, cells, person.Language),
        IpAddress = person.IpAddress(),
        UserAgent = $"AlderLane/{person.Random.Between(3, 5)}.{person.Random.Below(12)} ({(person.Random.Chance(0.5) ? "iOS" : "Android")})",
        PageAddress = page,
        Boxes = Boxes(notice.Wording.Cells, cells),
    };

    public EvidenceDocument Code(DemoPerson person, DemoSender sender) => new()
    {
        AffirmativeAct = person.Language == "ru" ? "введён код из SMS на странице подтверждения" : "typed the code from the text message on the confirmation page",
        IpAddress = person.IpAddress(),
        UserAgent = person.UserAgent,
        PageAddress = $"{sender.Site}/confirm",
    };

    public EvidenceDocument Keyword(DemoPerson person, DemoSender sender, string word) => new()
    {
        AffirmativeAct = person.Language == "ru" ? $"слово {word} отправлено на {sender.ReplyTo}" : $"texted {word} to {sender.ReplyTo}",
        MessageId = MessageId(person.Random),
        RawText = person.Random.Chance(0.7) ? word : word.ToLowerInvariant(),
    };

    public EvidenceDocument Spoken(DemoPerson person, DateTime at, string agent, bool agreed) => new()
    {
        AffirmativeAct = agreed ? "answered yes to the question of the script, after the wording was read out" : "answered no to the question of the script",
        RecordingReference = string.Create(CultureInfo.InvariantCulture, $"calls/{at:yyyy/MM/dd}/{at:HHmmss}-{person.Random.Between(1000, 9999)}.ogg"),
        Operator = agent,
    };

    public EvidenceDocument Paper(DemoPerson person, DemoSender sender, DateTime at) => new()
    {
        AffirmativeAct = person.Language == "ru" ? "пункты в анкете отмечены, анкета подписана" : "ticked the boxes on the card and signed it",
        ScanReference = string.Create(CultureInfo.InvariantCulture, $"scans/{at:yyyy-MM}/box-{person.Random.Between(1, 40):D3}/{(sender.Processing is null ? "card" : "anketa")}-{person.Random.Between(1, 9999):D4}.pdf"),
        Operator = DemoStaff.Shops.Key,
    };

    public EvidenceDocument Imported(DemoSender sender, DemoRandom random) => new()
    {
        AffirmativeAct = "agreed in the older system; the record names the wording and the day",
        ProofReference = $"{sender.Imports[0].ProofReference}/{random.Between(1, 90):D2}/{random.Between(1, 5000):D4}",
    };

    public EvidenceDocument Link(DemoPerson person, DemoSender sender, string act) => new()
    {
        AffirmativeAct = act,
        IpAddress = person.IpAddress(),
        UserAgent = person.UserAgent,
        PageAddress = $"{sender.Site}/preferences",
    };

    public EvidenceDocument Stop(DemoPerson person) => new()
    {
        MessageId = MessageId(person.Random),
        RawText = person.Random.Pick(person.Language == "ru" ? StopsRu : StopsEn),
    };

    public EvidenceDocument StopForm(DemoPerson person, DemoSender sender) => new()
    {
        IpAddress = person.IpAddress(),
        UserAgent = person.UserAgent,
        PageAddress = $"{sender.Site}/stop",
        RawPhone = DemoNumbers.Typed(person.Region, person.Number, person.Random),
    };

    public static EvidenceDocument Told(string agent, string note) => new() { Operator = agent, Note = note };

    private static string MessageId(DemoRandom random) => $"SM{random.Next():x16}{random.Next():x16}";

    // The same boxes and labels come a million times; each is made once.
    private Dictionary<string, bool> Boxes(ConsentCells shown, ConsentCells ticked)
    {
        if (!_boxes.TryGetValue((shown, ticked), out var boxes))
        {
            boxes = shown.Indexes().ToDictionary(Cells.KeyOf, index => ((int)ticked & (1 << index)) != 0);
            _boxes[(shown, ticked)] = boxes;
        }

        return boxes;
    }

    private string Ticked(DemoNotice notice, ConsentCells cells, string language)
    {
        if (!_ticked.TryGetValue((notice.Version.Id, cells, language), out var text))
        {
            var labels = string.Join(", ", notice.Wording.LabelsOf(cells, language).Select(label => language == "ru" ? $"«{label}»" : $"\"{label}\""));
            text = language == "ru" ? $"отмечено: {labels}" : $"ticked {labels}";
            _ticked[(notice.Version.Id, cells, language)] = text;
        }

        return text;
    }
}
