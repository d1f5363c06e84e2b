namespace AltogicAuth.RateLimiting;

/// <summary>How often a form may be tried for one account.</summary>
public sealed class FormLimits
{
    /// <summary>Tries from one address, or in one browser that has logged in to the account before.</summary>
    public LimitOptions PerVisitor { get; set; } = new() { PermitLimit = 5, MaxDelay = TimeSpan.FromMinutes(15) };

    /// <summary>
    /// Tries from wherever. Beyond the free ones each stranger waits for themselves, so that nobody can take the turn that
    /// the owner waits for; a browser that has logged in before does not wait.
    /// </summary>
    public LimitOptions PerAccount { get; set; } = new() { PermitLimit = 30, MaxDelay = TimeSpan.FromMinutes(5) };

    /// <summary>A form that sends mail is slower: nobody is to fill a stranger's mailbox.</summary>
    public static FormLimits OfMails() => new()
    {
        PerVisitor = Slow(freeTries: 5, longestWait: TimeSpan.FromMinutes(30)),
        PerAccount = Slow(freeTries: 10, longestWait: TimeSpan.FromMinutes(10)),
    };

    private static LimitOptions Slow(int freeTries, TimeSpan longestWait) => new()
    {
        PermitLimit = freeTries,
        InitialDelay = TimeSpan.FromMinutes(1),
        MaxDelay = longestWait,
        ResetAfter = TimeSpan.FromHours(1),
    };
}
