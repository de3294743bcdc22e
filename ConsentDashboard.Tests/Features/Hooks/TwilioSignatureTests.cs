using ConsentDashboard.Features.Hooks;

namespace ConsentDashboard.Tests.Features.Hooks;

/// <summary>The signature as Twilio's own libraries compute it.</summary>
public sealed class TwilioSignatureTests
{
    private const string Token = "12345";
    private const string Address = "https://mycompany.com/myapp.php?foo=1&bar=2";

    // From the tests of Twilio's own libraries.
    private const string Golden = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

    private static readonly KeyValuePair<string, string>[] Form =
    [
        new("CallSid", "CA1234567890ABCDE"), new("Caller", "+14158675309"), new("Digits", "1234"), new("From", "+14158675309"), new("To", "+18005551212"),
    ];

    [Fact]
    public void Agrees_with_the_published_example() => Assert.Equal(Golden, TwilioSignature.Of(Token, Address, Form));

    [Fact]
    public void Does_not_depend_on_the_order_of_the_fields() => Assert.Equal(Golden, TwilioSignature.Of(Token, Address, Form.Reverse()));

    [Theory]
    [InlineData("https://shop.example/hooks/sms/twilio", "https://shop.example:443/hooks/sms/twilio")]
    [InlineData("https://shop.example:443/hooks/sms/twilio", "https://shop.example/hooks/sms/twilio")]
    [InlineData("http://shop.example/hooks/sms/twilio", "http://shop.example:80/hooks/sms/twilio")]
    [InlineData("http://shop.example/hooks/sms/twilio", "https://shop.example/hooks/sms/twilio")]
    [InlineData("http://shop.example/hooks/sms/twilio", "https://shop.example:443/hooks/sms/twilio")]
    [InlineData("http://Shop.example:80/hooks/sms/twilio", "https://Shop.example/hooks/sms/twilio")]
    [InlineData("http://shop.example:8080/hooks/sms/twilio", "https://shop.example:8080/hooks/sms/twilio")]
    [InlineData("https://Shop.example:8443/hooks/sms/twilio?a=B", "https://Shop.example:8443/hooks/sms/twilio?a=B")]
    public void Is_good_in_each_spelling_of_the_address(string called, string signed) =>
        Assert.True(TwilioSignature.IsGood(Token, TwilioSignature.Of(Token, signed, Form), TwilioSignature.Spellings(called), Form));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("RSOYDt4T1cUTdK1PDd93/VVr8B9=")]
    [InlineData("rsoydt4t1cutdk1pdd93/vvr8b8=")]
    public void Anything_else_is_not(string? signature) => Assert.False(TwilioSignature.IsGood(Token, signature, TwilioSignature.Spellings(Address), Form));

    [Fact]
    public void Without_a_token_nothing_is_good() => Assert.False(TwilioSignature.IsGood("", TwilioSignature.Of("", Address, Form), [Address], Form));
}
