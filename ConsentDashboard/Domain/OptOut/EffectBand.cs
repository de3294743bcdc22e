namespace ConsentDashboard.Domain.OptOut;

/// <summary>How long a withdrawal took to be effective, in the steps that people speak of. Each ends where the next begins.</summary>
public enum EffectBand : byte
{
    Second = 1,
    TenSeconds = 2,
    Minute = 3,
    Hour = 4,
    Day = 5,

    /// <summary>Ten days of 24 hours: always sooner than the ten business days of the American rule.</summary>
    TenDays = 6,
    Later = 7,
}

public static class EffectBands
{
    public static EffectBand Of(TimeSpan delay) => delay switch
    {
        { TotalSeconds: <= 1 } => EffectBand.Second,
        { TotalSeconds: <= 10 } => EffectBand.TenSeconds,
        { TotalMinutes: <= 1 } => EffectBand.Minute,
        { TotalHours: <= 1 } => EffectBand.Hour,
        { TotalDays: <= 1 } => EffectBand.Day,
        { TotalDays: <= 10 } => EffectBand.TenDays,
        _ => EffectBand.Later,
    };
}
