using System.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Webhooks;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ConsentDashboard.Tests.Operations.Webhooks;

public sealed class SigningWebhooksTests
{
    private readonly FakeTimeProvider _clock = new(new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void The_signature_is_that_of_Standard_Webhooks()
    {
        // The example of the specification's reference libraries.
        var secret = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        var signature = WebhookSignature.Of([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, Encoding.UTF8.GetBytes("""{"test": 2432232314}"""));

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public void A_secret_is_256_random_bits_and_opens_in_its_own_row_only()
    {
        var secrets = new WebhookSecrets(KeyStore.Fixed(TestKeys.Ring), _clock);
        var endpoint = new WebhookEndpoint { PublicId = PublicId.Create() };
        (var shown, endpoint.SecretCipher) = secrets.Create(endpoint.PublicId);

        Assert.StartsWith(WebhookSecrets.Prefix, shown, StringComparison.Ordinal);
        Assert.Equal(Convert.FromBase64String(shown[WebhookSecrets.Prefix.Length..]), Assert.Single(secrets.InForce(endpoint)));
        Assert.Equal(32, secrets.InForce(endpoint)[0].Length);
        Assert.NotEqual(shown, secrets.Create(endpoint.PublicId).Shown);
        endpoint.PublicId = PublicId.Create();
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => secrets.InForce(endpoint));
    }

    [Fact]
    public void After_a_rotation_both_secrets_sign_until_the_overlap_ends()
    {
        var secrets = new WebhookSecrets(KeyStore.Fixed(TestKeys.Ring), _clock);
        var endpoint = new WebhookEndpoint { PublicId = PublicId.Create() };
        endpoint.OldSecretCipher = secrets.Create(endpoint.PublicId).Cipher;
        endpoint.SecretCipher = secrets.Create(endpoint.PublicId).Cipher;
        endpoint.OldSecretUntil = _clock.UtcMilliseconds() + WebhookSecrets.Overlap;

        var both = WebhookSignature.Of(secrets.InForce(endpoint), "id", 1, []).Split(' ');
        _clock.Advance(WebhookSecrets.Overlap);
        var one = WebhookSignature.Of(secrets.InForce(endpoint), "id", 1, []).Split(' ');

        Assert.Equal(2, both.Length);
        Assert.All(both, signature => Assert.StartsWith("v1,", signature, StringComparison.Ordinal));
        Assert.Equal([both[0]], one);
    }

    [Fact]
    public void The_same_event_has_one_key_for_each_receiver()
    {
        var (first, second, happened) = (PublicId.Create(), PublicId.Create(), Guid.CreateVersion7());

        Assert.Equal(WebhookMessages.KeyOf(first, happened), WebhookMessages.KeyOf(first, happened));
        Assert.NotEqual(WebhookMessages.KeyOf(first, happened), WebhookMessages.KeyOf(second, happened));
        Assert.NotEqual(WebhookMessages.KeyOf(first, happened), WebhookMessages.KeyOf(first, Guid.CreateVersion7()));
        Assert.Equal(8, WebhookMessages.KeyOf(first, happened).Version);
    }
}
