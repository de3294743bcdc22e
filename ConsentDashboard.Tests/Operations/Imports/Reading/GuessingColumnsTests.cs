using System.Text;
using ConsentDashboard.Operations.Imports.Reading;
using static ConsentDashboard.Operations.Imports.Reading.ColumnRole;

namespace ConsentDashboard.Tests.Operations.Imports.Reading;

/// <summary>What a list is, by its content: encoding, delimiter, header, columns, the order of dates.</summary>
public sealed class GuessingColumnsTests
{
    public static TheoryData<string, string, string> Products => new()
    {
        { "Klaviyo", "Email,Klaviyo ID,First Name,Last Name,Organization,Title,Phone Number,Address,SMS Consent,SMS Consent Timestamp,SMS Consent Source", "-,Reference,-,-,-,-,Phone,-,State,ConsentDate,PageAddress" },
        { "Shopify", "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Note,Tags", "Reference,-,-,-,-,-,Phone,State,-,-,-" },
        { "listmonk", "uuid,email,name,attributes,status,created_at,updated_at", "Reference,-,-,-,State,-,-" },
        { "Mautic", "Contact ID,First Name,Last Name,Email,Mobile,Preferred Locale,IP Address,Date Added", "Reference,-,-,-,Phone,Language,IpAddress,-" },
        { "Twilio", "From,To,Body,Status,SentDate", "-,Phone,-,State,-" },
        { "Braze", "external_id,phone,sms_subscribe,language,time_zone", "Reference,Phone,State,Language,-" },
        { "English", "Mobile number;Opt-in date;Opt-out date;IP;User agent;Page URL;Proof", "Phone;ConsentDate;UnsubscribedDate;IpAddress;UserAgent;PageAddress;ProofReference" },
        { "Russian", "Номер телефона;Дата согласия;Согласие;Дата отписки;Источник;Язык;Код клиента", "Phone;ConsentDate;State;UnsubscribedDate;PageAddress;Language;Reference" },
    };

    [Theory, MemberData(nameof(Products))]
    public void Headers_say_what_the_columns_are(string product, string headers, string roles)
    {
        var delimiter = headers.Contains(';', StringComparison.Ordinal) ? ';' : ',';

        var guessed = Headers.Guess(headers.Split(delimiter)).Select(role => role == Ignored ? "-" : $"{role}");

        Assert.True(roles == string.Join(delimiter, guessed), $"{product}: {string.Join(delimiter, guessed)}");
    }

    public static TheoryData<string, string, char, string> Texts => new()
    {
        { "utf-8", "Phone,Note\n+79160000001,да\n", ',', TextEncodings.Utf8 },
        { "utf-8 bom", "\uFEFFPhone;Note\n+79160000001;да\n", ';', TextEncodings.Utf8 },
        { "utf-16", "\uFEFFPhone\tNote\n+79160000001\tда\n", '\t', TextEncodings.Utf16 },
        { "utf-16BE", "\uFEFFPhone|Note\n+79160000001|да\n", '|', TextEncodings.Utf16BigEndian },
        { "utf-16 without a mark", "Phone,Note\n+79160000001,yes\n", ',', TextEncodings.Utf16 },
        { "windows-1251", "Телефон;Согласие\n+79160000001;да\n", ';', TextEncodings.Windows1251 },
        { "windows-1252", "Phone;Größe\n+4915112345678;schön\n", ';', TextEncodings.Windows1252 },
        { "a comma in quotes", "Phone;Note\n+79160000001;\"a,b,c\"\n", ';', TextEncodings.Utf8 },
    };

    [Theory, MemberData(nameof(Texts))]
    public void Encoding_and_delimiter_are_found(string what, string text, char delimiter, string encoding)
    {
        var bytes = TextEncodings.Find(encoding).GetBytes(text);

        var found = InspectFile.Execute(new MemoryStream(bytes)).Value!;

        Assert.True((delimiter, encoding) == (found.Mapping.Delimiter, found.Mapping.Encoding), $"{what}: {found.Mapping.Delimiter} {found.Mapping.Encoding}");
        Assert.Equal(0, found.Mapping.IndexOf(Phone));
        Assert.Equal(found.Mapping.ToJson(), ImportMapping.Parse(found.Mapping.ToJson()).ToJson());
    }

    public static TheoryData<string[], bool, DateOrder?> Dates => new()
    {
        { ["2026-03-04", "2026-12-31T10:00:00Z"], false, null },
        { ["03/04/2026", "05/06/2026"], true, null },
        { ["03/04/2026", "25/06/2026"], true, DateOrder.DayFirst },
        { ["03/04/2026", "06/25/2026"], true, DateOrder.MonthFirst },
        { ["25/04/2026", "06/25/2026"], true, null },
        { ["31.12.2025 10:15"], true, DateOrder.DayFirst },
        { ["1767225600", "1767225600000"], false, null },
    };

    [Theory, MemberData(nameof(Dates))]
    public void The_order_of_dates_is_what_fits_them_all_or_is_asked(string[] dates, bool needed, DateOrder? order)
    {
        var text = $"Phone;Opt-in date\n{string.Concat(dates.Select(date => $"+79160000001;{date}\n"))}";

        var mapping = InspectFile.Execute(new MemoryStream(Encoding.UTF8.GetBytes(text))).Value!.Mapping;

        Assert.Equal((needed, order), (mapping.NeedsDateOrder, mapping.DateOrder));
    }

    [Fact]
    public void Without_a_header_the_column_with_numbers_is_found()
    {
        var found = InspectFile.Execute(new MemoryStream("anna,+79160000001\nboris,+79160000002\n"u8.ToArray())).Value!;

        Assert.False(found.Mapping.HasHeader);
        Assert.Equal([Ignored, Phone], found.Mapping.Columns);
        Assert.Equal("B", found.Mapping.NameOf(1));
        Assert.Equal(2, found.Rows.Count);
    }

    [Fact]
    public void A_workbook_offers_its_sheets()
    {
        using var book = Workbooks.Of(Workbooks.Row(1, "Phone", "Consent date") + Workbooks.Row(2, "+79160000001", "2026-01-02"));

        var found = InspectFile.Execute(book).Value!;

        Assert.Equal(["People", "Others"], found.Sheets);
        Assert.Equal([Phone, ConsentDate], found.Mapping.Columns);
        Assert.Equal("+79160000009", InspectFile.Execute(book, found.Mapping with { Sheet = 1 }).Value!.Rows[0][0]);
    }
}
