using ConsentDashboard.Operations.Spreadsheets;

namespace ConsentDashboard.Tests.Operations.Spreadsheets;

public sealed class GuardingFormulasTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("=HYPERLINK(\"http://evil.example\",\"x\")")]
    [InlineData("+1")]
    [InlineData("-1+cmd|' /C calc'!A0")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("\n=1")]
    [InlineData("  =1")]
    [InlineData("\u00A0=1")]
    [InlineData("\uFF1D1+1")]
    [InlineData("\uFF0B1")]
    [InlineData("\uFF0D1")]
    [InlineData("\uFF20A")]
    [InlineData("|calc")]
    [InlineData("%A1")]
    public void A_text_that_could_become_a_formula_is_quoted(string text) => Assert.Equal($"'{text}", FormulaGuard.Of(text));

    [Theory]
    [InlineData("Tea;=1+1", "Tea;'=1+1")]
    [InlineData("Tea; @SUM(A1)", "Tea; '@SUM(A1)")]
    [InlineData("Tea\t+1;-1", "Tea\t'+1;'-1")]
    [InlineData("Tea\r\n=1", "Tea\r\n'=1")]
    [InlineData("=1;=2", "'=1;'=2")]
    [InlineData("=1", "'=1")]
    [InlineData("Tea; coffee - milk", "Tea; coffee - milk")]
    [InlineData("A=1", "A=1")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public void In_a_csv_no_part_becomes_one_either(string? text, string? guarded) => Assert.Equal(guarded, FormulaGuard.OfParts(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Tea club")]
    [InlineData("Форма на кассе")]
    [InlineData("A=1")]
    [InlineData("12-34")]
    [InlineData("'quoted")]
    [InlineData("  two spaces")]
    public void Other_texts_stay_as_they_are(string? text) => Assert.Equal(text, FormulaGuard.Of(text));
}
