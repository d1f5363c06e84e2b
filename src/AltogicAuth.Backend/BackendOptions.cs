using System.ComponentModel.DataAnnotations;

namespace AltogicAuth.Backend;

/// <summary>Section <c>Backend</c>: what an Altogic environment has as its settings.</summary>
public sealed class BackendOptions
{
    public const string Section = "Backend";

    private const string ShortestLifetime = "00:01:00";
    private const string LongestLifetime = "7.00:00:00";
    private const string LongestSession = "400.00:00:00";

    /// <summary>Where the database lives, and with it the mail templates; relative to the content root.</summary>
    [Required(ErrorMessage = "Backend:DataDirectory is empty.")]
    public string DataDirectory { get; set; } = ".data/backend";

    /// <summary>Whether an address has to be confirmed before the first sign-in.</summary>
    public bool EmailConfirmation { get; set; } = true;

    /// <summary>Where mailed links lead in the end; <c>/auth-redirect</c> of this server unless set.</summary>
    public string? RedirectUrl { get; set; }

    /// <summary>The address of this backend as browsers reach it, for instance behind a proxy; the server's own unless set.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>
    /// Serves outside Development too. It is a stand-in: no quotas, no backups, and a mailbox open to everybody, whose links
    /// let them in as any user.
    /// </summary>
    public bool AllowInProduction { get; set; }

    [Required(ErrorMessage = "Backend:ClientKey is empty.")]
    public string ClientKey { get; set; } = "local-client-key";

    /// <summary>PBKDF2 iterations per password.</summary>
    [Range(1, 10_000_000, ErrorMessage = "Backend:PasswordIterations must be from {1} to {2}.")]
    public int PasswordIterations { get; set; } = 210_000;

    /// <summary>How many passwords are hashed at once: one less than there are cores, and at least one, unless set.</summary>
    [Range(1, 1_000, ErrorMessage = "Backend:PasswordWorkers must be from {1} to {2}.")]
    public int? PasswordWorkers { get; set; }

    /// <summary>How many calls may wait for the hash of a password: 16 for each worker unless set. A further one is answered 503 at once.</summary>
    [Range(1, 10_000, ErrorMessage = "Backend:PasswordQueueLength must be from {1} to {2}.")]
    public int? PasswordQueueLength { get; set; }

    /// <summary>How long a session lives, used or not.</summary>
    [Range(typeof(TimeSpan), ShortestLifetime, LongestSession, ErrorMessage = "Backend:SessionLifetime must be a time from {1} to {2}.")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(31);

    /// <summary>How many sessions a user has at most. One more ends the oldest.</summary>
    [Range(1, 1_000, ErrorMessage = "Backend:MaxSessionsPerUser must be from {1} to {2}.")]
    public int MaxSessionsPerUser { get; set; } = 100;

    [Range(typeof(TimeSpan), ShortestLifetime, LongestLifetime, ErrorMessage = "Backend:MagicLinkLifetime must be a time from {1} to {2}.")]
    public TimeSpan MagicLinkLifetime { get; set; } = TimeSpan.FromMinutes(10);

    [Range(typeof(TimeSpan), ShortestLifetime, LongestLifetime, ErrorMessage = "Backend:LinkLifetime must be a time from {1} to {2}.")]
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromHours(1);

    [Range(typeof(TimeSpan), ShortestLifetime, LongestLifetime, ErrorMessage = "Backend:AccessTokenLifetime must be a time from {1} to {2}.")]
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether a sign-up may declare its own address confirmed, as the platform lets every client key do.</summary>
    public bool AllowVerifiedSignUp { get; set; }

    /// <summary>
    /// Where a developer's own mail templates are, which go before the shipped ones: relative to the content root;
    /// <c>mail-templates</c> in the data directory, with a README, unless set.
    /// </summary>
    public string? MailTemplates { get; set; }

    // SQLite keeps no more in one field.
    [Range(1, 1_000_000_000, ErrorMessage = "Backend:MaxFileBytes must be from {1} to {2}.")]
    public int MaxFileBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Whether a demo user is made at start: in Development unless set, and never elsewhere.</summary>
    public bool? DemoUser { get; set; }
}
