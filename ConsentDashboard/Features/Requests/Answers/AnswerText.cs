namespace ConsentDashboard.Features.Requests.Answers;

public sealed class AnswerText;
