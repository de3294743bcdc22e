using MudBlazor;

namespace ConsentDashboard.Components.Dialogs;

/// <param name="Text">Exactly what will happen, and to how many.</param>
/// <param name="Action">The word on the dangerous button.</param>
/// <param name="ReasonLabel">Where set, a reason must be given.</param>
public sealed record DangerQuestion(string Title, string Text, string Action, string? ReasonLabel = null)
{
    public IReadOnlyList<string> Points { get; init; } = [];
}

/// <param name="Reason">Empty where none was asked for.</param>
public sealed record DangerAnswer(string Reason);

public static class DangerQuestions
{
    /// <returns>The answer, or null where the user thought better of it.</returns>
    public static async Task<DangerAnswer?> AskAsync(this IDialogService dialogs, DangerQuestion question)
    {
        var dialog = await dialogs.ShowAsync<DangerDialog>(question.Title, new DialogParameters<DangerDialog> { { shown => shown.Question, question } });
        return (await dialog.Result)?.Data as DangerAnswer;
    }
}
