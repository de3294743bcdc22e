using System.Globalization;
using System.Resources;
using ConsentDashboard.Components.Text;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ConsentDashboard.Tests.Support;

internal static class Words
{
    private static readonly ResourceManagerStringLocalizerFactory Localizers = new(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance);
    private static readonly ResourceManager Errors = new(typeof(ErrorsText));

    public static RetentionSentences Policies { get; } = new(new StringLocalizer<RetentionSentencesText>(Localizers));

    /// <summary>Whether an expected error has words of its own in the language.</summary>
    public static bool HasError(string key, string language) => Errors.GetResourceSet(CultureInfo.GetCultureInfo(language == "en" ? "" : language), createIfNotExists: true, tryParents: false)?.GetString(key) is { Length: > 0 };
}
