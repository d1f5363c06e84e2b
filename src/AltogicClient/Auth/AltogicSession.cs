namespace Altogic;

/// <summary>A session of a user.</summary>
public sealed record AltogicSession
{
    /// <summary>Whose session it is.</summary>
    public string? UserId { get; init; }

    /// <summary>The token that stands for the session.</summary>
    public required SessionToken Token { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? CreationDtm { get; init; }

    /// <summary>What signed in.</summary>
    public UserAgentInfo? UserAgent { get; init; }

    /// <summary>When it was last used, to a few minutes. Altogic does not send it; the backend of AltogicAuth does.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The network of that use, a shortened address. Altogic does not send it; the backend of AltogicAuth does.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>Role keys, usually none.</summary>
    public IReadOnlyList<string>? AccessGroupKeys { get; init; }
}
