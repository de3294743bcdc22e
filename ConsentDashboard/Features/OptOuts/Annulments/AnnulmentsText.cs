namespace ConsentDashboard.Features.OptOuts.Annulments;

public sealed class AnnulmentsText;
