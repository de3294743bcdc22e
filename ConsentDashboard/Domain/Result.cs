using System.Diagnostics.CodeAnalysis;

namespace ConsentDashboard.Domain;

/// <summary>The outcome of a use case: done, or an expected <see cref="Domain.Error"/>.</summary>
public readonly record struct Result(Error? Error)
{
    public static readonly Result Ok = new(null);

    [MemberNotNullWhen(true, nameof(Error))]
    public bool Failed => Error is not null;

    public static implicit operator Result(Error error) => new(error);
}

/// <summary>A value, or an expected <see cref="Domain.Error"/>; exactly one of them is set.</summary>
public readonly record struct Result<T>(T? Value, Error? Error)
{
    [MemberNotNullWhen(true, nameof(Error))]
    [MemberNotNullWhen(false, nameof(Value))]
    public bool Failed => Error is not null;

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Error error) => new(default, error);
}
