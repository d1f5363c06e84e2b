namespace AltogicAuth.RateLimiting;

/// <summary>Section <c>RateLimits</c>. The limits of addresses and devices hold for each form by itself, and so do the form's own.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>Off is for load tests only.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Tries from one address (an IPv6 /64 counts as one), with whatever account.</summary>
    public LimitOptions PerAddress { get; set; } = new() { PermitLimit = 60, MaxDelay = TimeSpan.FromMinutes(15) };

    /// <summary>Tries from one IPv6 /48, with whatever account.</summary>
    public LimitOptions PerNetwork { get; set; } = new() { PermitLimit = 600, MaxDelay = TimeSpan.FromMinutes(1) };

    /// <summary>
    /// Attempts at one account from all browsers that have logged in to it before, whoever has their cookies by now. Beyond
    /// the free ones each address waits for itself.
    /// </summary>
    public LimitOptions PerDevices { get; set; } = new()
    {
        PermitLimit = 10,
        InitialDelay = TimeSpan.FromMinutes(5),
        MaxDelay = TimeSpan.FromMinutes(5),
    };

    /// <summary>For so long the same form sends no second mail to an address, whoever asks.</summary>
    [Range(typeof(TimeSpan), "00:00:00", LimitOptions.Hour)]
    public TimeSpan MailCooldown { get; set; } = TimeSpan.FromMinutes(1);

    public FormLimits Login { get; set; } = new();

    /// <summary>Whatever asks a visitor who is logged in for the password, but a change of address, which is <see cref="Email"/>.</summary>
    public FormLimits Password { get; set; } = new();

    public FormLimits Photo { get; set; } = new() { PerVisitor = new() { PermitLimit = 20, MaxDelay = TimeSpan.FromMinutes(15) } };

    public FormLimits Register { get; set; } = FormLimits.OfMails();

    public FormLimits MagicLink { get; set; } = FormLimits.OfMails();

    public FormLimits Reset { get; set; } = FormLimits.OfMails();

    public FormLimits Resend { get; set; } = FormLimits.OfMails();

    /// <summary>The change of address.</summary>
    public FormLimits Email { get; set; } = FormLimits.OfMails();

    /// <summary>What a mailed link brings names no account, so the limits of the address are all there is.</summary>
    public FormLimits? Of(RateLimitPolicy form) => form switch
    {
        RateLimitPolicy.Login => Login,
        RateLimitPolicy.Password => Password,
        RateLimitPolicy.Photo => Photo,
        RateLimitPolicy.Register => Register,
        RateLimitPolicy.MagicLink => MagicLink,
        RateLimitPolicy.Reset => Reset,
        RateLimitPolicy.Resend => Resend,
        RateLimitPolicy.Email => Email,
        _ => null,
    };
}
