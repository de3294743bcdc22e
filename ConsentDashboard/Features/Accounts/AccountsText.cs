namespace ConsentDashboard.Features.Accounts;

public sealed class AccountsText;
