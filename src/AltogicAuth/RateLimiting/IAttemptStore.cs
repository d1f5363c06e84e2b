namespace AltogicAuth.RateLimiting;

/// <summary>Counts attempts. Each method is one atomic step, so a store that several nodes share needs one script for each.</summary>
public interface IAttemptStore
{
    /// <summary>Counts an attempt in every partition, or in none when one of them rejects it.</summary>
    ValueTask<RateLimitRejection?> TryAcquireAsync(IReadOnlyList<Partition> partitions);

    ValueTask ResetAsync(IReadOnlyList<string> keys);
}

public sealed record RateLimitRejection(string Partition, TimeSpan Delay);

/// <summary>Attempts that are counted together. After the permitted ones, each has to wait twice as long as the one before it.</summary>
public sealed record Partition(string Name, string Key, int PermitLimit, TimeSpan InitialDelay, TimeSpan MaxDelay, TimeSpan ResetAfter)
{
    /// <summary>A slot for each visitor lets those who share a count wait for themselves only.</summary>
    public string DelaySlot { get; init; } = Key;

    public TimeSpan DelayAfter(int attempts) => attempts < PermitLimit
        ? TimeSpan.Zero
        : TimeSpan.FromTicks((long)Math.Min(MaxDelay.Ticks, InitialDelay.Ticks * Math.Pow(2, attempts - PermitLimit)));
}
