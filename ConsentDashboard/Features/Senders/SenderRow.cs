using ConsentDashboard.Domain;

namespace ConsentDashboard.Features.Senders;

public sealed record SenderRow(PublicId PublicId, string Name, string LegalName, string Languages, string Region, int Purposes, int Addresses, int Notices);
