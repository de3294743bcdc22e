using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Domain.CollectionPoints;

/// <summary>The names of what a form sends to <c>/join/{slug}</c>; the hosted form and the snippet use the same.</summary>
public static class JoinFields
{
    public const string Number = "number";

    /// <summary>One box for each cell; ticked, it sends <see cref="BoxOf"/>'s value.</summary>
    public const string Box = "box";

    /// <summary>The box of the document that asks to process personal data; ticked, it sends <see cref="Ticked"/>.</summary>
    public const string Processing = "processing";

    public const string Ticked = "yes";

    public const string Language = "language";

    /// <summary>A signed token that says on which page, for which wording and in which language the form stood.</summary>
    public const string Page = "page";

    /// <summary>People do not see it, so whoever fills it is a program.</summary>
    public const string Trap = "website";

    /// <summary>Shown with the form; names the wording and makes the form good for one submission.</summary>
    public const string Token = "token";

    /// <summary>Which button was pressed: <see cref="Refuse"/>, or anything else to agree.</summary>
    public const string Act = "act";

    public const string Refuse = "refuse";

    private const string FieldPrefix = "field.";

    /// <summary>What a form of ours may carry beside the declared fields.</summary>
    public static readonly IReadOnlyCollection<string> Own = [Number, Box, Processing, Language, Page, Trap, Token, Act];

    /// <summary>The name of a declared field.</summary>
    public static string FieldOf(string name) => FieldPrefix + name;

    /// <returns>The declared field's name; null where the name is not written as one.</returns>
    public static string? DeclaredName(string name) => name.StartsWith(FieldPrefix, StringComparison.Ordinal) ? name[FieldPrefix.Length..] : null;

    /// <summary>The value of a cell's box, for instance <c>sms-promotional</c>.</summary>
    public static string BoxOf(int cell) => Cells.KeyOf(cell);
}
