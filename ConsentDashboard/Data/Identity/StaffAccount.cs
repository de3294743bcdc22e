using ConsentDashboard.Domain;
using Microsoft.AspNetCore.Identity;

namespace ConsentDashboard.Data.Identity;

/// <summary>An account of a member of staff. The person with the phone never needs one.</summary>
public sealed class StaffAccount : IdentityUser
{
    [PersonalData]
    [Holds(Domain.PersonalData.Account, "names the member of staff on screen", ErasedBy.AccountRemoval)]
    public string DisplayName { get; set; } = "";

    /// <summary>Made by demo mode; a production start refuses a database that has one.</summary>
    public bool IsDemo { get; set; }

    public DateTime CreatedAt { get; set; }
}
