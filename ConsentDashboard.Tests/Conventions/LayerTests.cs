using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Conventions;

public sealed class LayerTests
{
    private const string Own = "ConsentDashboard";
    private const string Host = "Host";
    private const string Features = "Features";

    private static readonly Architecture App = new ArchLoader().LoadAssemblies(typeof(ConsentDashboard.Data.DashboardContexts).Assembly).Build();

    /// <summary>The dependency rule of the whole application: each layer and what it may use of the others.</summary>
    public static TheoryData<string, string[]> Layers => new()
    {
        { Host, [Features, "Operations", "Components", "Data", "Security", "Domain"] },
        { Features, ["Operations", "Components", "Data", "Security", "Domain"] },
        { "Operations", ["Data", "Security", "Domain"] },
        { "Components", ["Security", "Domain"] },
        { "Data", ["Security", "Domain"] },
        { "Security", ["Domain"] },
        { "Domain", [] },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_uses_only_what_it_may(string layer, string[] mayUse)
    {
        var types = TypesOf(layer);
        Assert.True(types.Count > 0 || !Directory.Exists(Path.Combine(Repository.App, layer)), $"{layer} has a folder, and no type was found in it.");

        Findings.None(Uses(types)
            .Where(use => LayerOf(use.Target) is { } other && other != layer && !mayUse.Contains(other))
            .Select(Describe));
    }

    [Theory]
    [InlineData("Domain", "Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "Microsoft.Data", "MudBlazor", "PhoneNumbers", "Microsoft.Extensions")]
    [InlineData("Security", "Microsoft.EntityFrameworkCore", "Microsoft.Data", "MudBlazor")]
    [InlineData("Data", "MudBlazor", "Microsoft.AspNetCore.Components")]
    [InlineData("Operations", "MudBlazor", "Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Http")]
    [InlineData("Components", "Microsoft.EntityFrameworkCore", "Microsoft.Data")]
    public void A_layer_keeps_frameworks_out(string layer, params string[] frameworks) =>
        Findings.None(Uses(TypesOf(layer))
            .Where(use => frameworks.Any(framework => use.Target.FullName.StartsWith($"{framework}.", StringComparison.Ordinal)))
            .Select(Describe));

    [Fact]
    public void A_feature_never_uses_another()
    {
        var found = App.Types.Select(type => FeatureOf(type)).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(FeatureFolders(), found);

        Assert.All(found, feature => Findings.None(Uses([.. App.Types.Where(type => FeatureOf(type) == feature)])
            .Where(use => FeatureOf(use.Target) is { } other && other != feature)
            .Select(Describe)));
    }

    [Fact]
    public void No_type_and_no_folder_lies_outside_the_layers()
    {
        string[] plain = ["wwwroot", "Properties", "Commands", "bin", "obj", "App_Data"];
        var known = Layers.Select(row => row.Data.Item1).ToHashSet(StringComparer.Ordinal);

        Findings.None(OwnTypes().Where(type => !known.Contains(LayerOf(type)!)).Select(type => type.FullName));
        Findings.None(Directory.GetDirectories(Repository.App).Select(folder => Path.GetFileName(folder)!).Where(name => !known.Contains(name) && !plain.Contains(name)));
    }

    [Fact]
    public void The_guard_sees_what_method_bodies_use()
    {
        // If these were not found, an empty list above would prove nothing.
        Assert.Contains(Uses(TypesOf("Data")), use => LayerOf(use.Target) == "Domain");
        Assert.Contains(Uses(TypesOf("Security")), use => use.Target.FullName.StartsWith("PhoneNumbers.", StringComparison.Ordinal));
    }

    private static IReadOnlyList<IType> TypesOf(string layer) => [.. OwnTypes().Where(type => LayerOf(type) == layer)];

    private static IEnumerable<IType> OwnTypes() => App.Types.Where(type => LayerOf(type) is not null);

    // The library takes type parameters of the same name for one type, wherever they are declared.
    private static IEnumerable<(IType Origin, IType Target)> Uses(IReadOnlyList<IType> types) =>
        types.SelectMany(type => type.Dependencies.Where(use => use.Target is not GenericParameter).Select(use => (type, use.Target))).Distinct();

    private static string Describe((IType Origin, IType Target) use) => $"{use.Origin.FullName} -> {use.Target.FullName}";

    /// <summary>Null for what is not ours; the host is the root namespace with its commands, and the entry point, which has none.</summary>
    private static string? LayerOf(IType type) => type.Namespace?.FullName switch
    {
        Own => Host,
        { } name when name.StartsWith($"{Own}.", StringComparison.Ordinal) => name.Split('.')[1] is var folder && folder == "Commands" ? Host : name.Split('.')[1],
        _ => type.FullName is "Program" ? Host : null,
    };

    private static string? FeatureOf(IType type) =>
        type.Namespace?.FullName.Split('.') is [Own, Features, var feature, ..] ? feature : null;

    private static string[] FeatureFolders()
    {
        var folder = Path.Combine(Repository.App, Features);
        return Directory.Exists(folder) ? [.. Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)] : [];
    }
}
