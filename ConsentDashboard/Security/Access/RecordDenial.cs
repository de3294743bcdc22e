namespace ConsentDashboard.Security.Access;

/// <summary>Puts into the audit trail that somebody was refused. A delegate, because pages know no operation.</summary>
/// <param name="what">The permission, or the path of the page.</param>
public delegate Task RecordDenial(Actor actor, string what);
