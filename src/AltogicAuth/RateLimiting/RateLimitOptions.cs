namespace AltogicAuth.RateLimiting;

public enum RateLimitPolicy
{
    /// <summary>Checks of a password, and exchanges of a mailed link.</summary>
    SignIn,

    /// <summary>Mails and text messages.</summary>
    Message,

    /// <summary>Entries of a code of a text message.</summary>
    Code,
    Photo,

    /// <summary>Checks of a new password when its field is left.</summary>
    PasswordRules,
}

public sealed class RateLimitOptions : IValidatableObject
{
    public const string Section = "RateLimits";

    /// <summary>Off is for load tests only.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long the same form sends no second message to an address or a number, for all visitors together.</summary>
    [Range(typeof(TimeSpan), "00:00:00", PolicyOptions.Hour, ErrorMessage = "RateLimits:MessageCooldown must be a time from 00:00:00 to 01:00:00.")]
    public TimeSpan MessageCooldown { get; set; } = TimeSpan.FromMinutes(1);

    public PolicyOptions SignIn { get; set; } = new();

    /// <summary>Stricter, to prevent flooding.</summary>
    public PolicyOptions Message { get; set; } = new()
    {
        InitialDelay = TimeSpan.FromMinutes(1),
        MaxDelay = TimeSpan.FromMinutes(30),
        ResetAfter = TimeSpan.FromHours(1),
    };

    /// <summary>A code has a million values, and a number gets a new one on request.</summary>
    public PolicyOptions Code { get; set; } = new() { ResetAfter = TimeSpan.FromHours(1) };

    public PolicyOptions Photo { get; set; } = new() { PermitLimit = 20 };

    public PolicyOptions PasswordRules { get; set; } = new();

    public PolicyOptions Of(RateLimitPolicy policy) => policy switch
    {
        RateLimitPolicy.SignIn => SignIn,
        RateLimitPolicy.Message => Message,
        RateLimitPolicy.PasswordRules => PasswordRules,
        RateLimitPolicy.Code => Code,
        _ => Photo,
    };

    /// <summary>The framework would not name a wrong setting of a policy by its full key.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var policy in Enum.GetValues<RateLimitPolicy>())
        {
            var results = new List<ValidationResult>();
            Validator.TryValidateObject(Of(policy), new ValidationContext(Of(policy)), results, validateAllProperties: true);
            foreach (var result in results)
            {
                yield return new ValidationResult($"{Section}:{policy}:{result.MemberNames.Single()}: {result.ErrorMessage}");
            }
        }
    }
}

/// <summary><see cref="AttemptPermits"/> derives from these the limits that strangers share.</summary>
public sealed class PolicyOptions
{
    /// <summary>A longer delay would lock users out.</summary>
    public const string Hour = "01:00:00";

    private const string Second = "00:00:01";

    /// <summary>Free attempts at one account from one address, or from one browser that has signed in to the account before.</summary>
    [Range(1, int.MaxValue)]
    public int PermitLimit { get; set; } = 5;

    [Range(1, int.MaxValue)]
    public int AddressPermitLimit { get; set; } = 60;

    [Range(typeof(TimeSpan), Second, Hour)]
    public TimeSpan InitialDelay { get; set; } = TimeSpan.FromSeconds(2);

    [Range(typeof(TimeSpan), Second, Hour)]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after the last delay the count starts anew.</summary>
    [Range(typeof(TimeSpan), Second, Hour)]
    public TimeSpan ResetAfter { get; set; } = TimeSpan.FromMinutes(15);
}
