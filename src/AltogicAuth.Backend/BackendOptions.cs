using System.ComponentModel.DataAnnotations;

namespace AltogicAuth.Backend;

/// <summary>Section <c>Backend</c>: what an Altogic environment has as its settings.</summary>
public sealed class BackendOptions
{
    public const string Section = "Backend";

    public const string DevelopmentClientKey = "local-client-key";

    private const string ShortestLifetime = "00:01:00";
    private const string LongestLifetime = "7.00:00:00";
    private const string LongestSession = "400.00:00:00";

    /// <summary>
    /// Whether the site's process has the backend in it: in Development where <c>Altogic:EnvUrl</c> is not set, elsewhere only when
    /// true.
    /// </summary>
    public bool? Embedded { get; set; }

    /// <summary>Whether callers without an API key reach the API: not where the backend is embedded outside Development, unless set.</summary>
    public bool? PublicApi { get; set; }

    /// <summary>The directory of the database, the key and the mail templates; relative to the content root.</summary>
    [Required(ErrorMessage = "Backend:DataDirectory is empty.")]
    public string DataDirectory { get; set; } = ".data/backend";

    public DatabaseSettings Database { get; set; } = new();

    /// <summary>
    /// 32 random bytes in base64, which encrypt the tokens of sessions and sign those of links. Unless set, the first start creates the
    /// file <c>backend.key</c> in the data directory. All nodes need the same one.
    /// </summary>
    public string? EncryptionKey { get; set; }

    /// <summary>Whether an address has to be confirmed before the first sign-in.</summary>
    public bool EmailConfirmation { get; set; } = true;

    /// <summary>Whether users may have a phone number, sign up and sign in with it: in Development unless set.</summary>
    public bool? Phone { get; set; }

    /// <summary>Whether a number has to be confirmed before the first sign-in.</summary>
    public bool PhoneConfirmation { get; set; } = true;

    /// <summary>The target of mailed links; unless set, the page <c>auth-redirect</c> beside the last part of <see cref="PublicUrl"/>.</summary>
    public string? RedirectUrl { get; set; }

    /// <summary>The address of this backend for browsers. Required outside Development; there it is the server's own unless set.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>
    /// The keys that every call of the API needs one of, separated by commas. Unless set, Development has
    /// <see cref="DevelopmentClientKey"/>, and an embedded backend a random one.
    /// </summary>
    public string? ClientKey { get; set; }

    /// <summary>The keys of trusted callers, such as the site, separated by commas. An embedded backend has a random one unless set.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The origins whose pages may call the API, separated by commas.</summary>
    public string AllowedOrigins { get; set; } = "";

    /// <summary>Whether the mailbox and the SMS inbox are served: in Development unless set.</summary>
    public bool? Mailbox { get; set; }

    /// <summary>Where mails are sent. The mailbox shows copies where it is on too.</summary>
    public SmtpSettings Smtp { get; set; } = new();

    /// <summary>How SMS are sent. The inbox shows copies where it is on too.</summary>
    public SmsSettings Sms { get; set; } = new();

    public BrandSettings Brand { get; set; } = new();

    /// <summary>Whether a user gets a mail after a sign-in with a browser that the security events of the user do not have.</summary>
    public bool SignInNotices { get; set; }

    /// <summary>PBKDF2 iterations per password.</summary>
    [Range(1, 10_000_000, ErrorMessage = "Backend:PasswordIterations must be from {1} to {2}.")]
    public int PasswordIterations { get; set; } = 210_000;

    /// <summary>How many passwords are hashed at once: one less than there are cores, and at least one, unless set.</summary>
    [Range(1, 1_000, ErrorMessage = "Backend:PasswordWorkers must be from {1} to {2}.")]
    public int? PasswordWorkers { get; set; }

    /// <summary>How many calls may wait for the hash of a password: 16 for each worker unless set. A further call gets a 503 at once.</summary>
    [Range(1, 10_000, ErrorMessage = "Backend:PasswordQueueLength must be from {1} to {2}.")]
    public int? PasswordQueueLength { get; set; }

    /// <summary>How long a session lives, used or not.</summary>
    [Range(typeof(TimeSpan), ShortestLifetime, LongestSession, ErrorMessage = "Backend:SessionLifetime must be a time from {1} to {2}.")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(31);

    /// <summary>How long a user stays who confirms neither address nor number. A confirmation can be sent again until then.</summary>
    [Range(typeof(TimeSpan), "01:00:00", LongestSession, ErrorMessage = "Backend:UnconfirmedUserLifetime must be a time from {1} to {2}.")]
    public TimeSpan UnconfirmedUserLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How many sessions a user has at most. One more ends the oldest.</summary>
    [Range(1, 1_000, ErrorMessage = "Backend:MaxSessionsPerUser must be from {1} to {2}.")]
    public int MaxSessionsPerUser { get; set; } = 100;

    /// <summary>How long the security events of a user are kept.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "Backend:AuditRetention must be a time from {1} to {2}.")]
    public TimeSpan AuditRetention { get; set; } = TimeSpan.FromDays(90);

    [Range(typeof(TimeSpan), ShortestLifetime, LongestLifetime, ErrorMessage = "Backend:MagicLinkLifetime must be a time from {1} to {2}.")]
    public TimeSpan MagicLinkLifetime { get; set; } = TimeSpan.FromMinutes(10);

    [Range(typeof(TimeSpan), ShortestLifetime, LongestLifetime, ErrorMessage = "Backend:LinkLifetime must be a time from {1} to {2}.")]
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromHours(1);

    [Range(typeof(TimeSpan), ShortestLifetime, LongestLifetime, ErrorMessage = "Backend:AccessTokenLifetime must be a time from {1} to {2}.")]
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a code works that was sent to a phone number.</summary>
    [Range(typeof(TimeSpan), ShortestLifetime, "1.00:00:00", ErrorMessage = "Backend:CodeLifetime must be a time from {1} to {2}.")]
    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether a sign-up may declare its own address or number confirmed, as the platform lets every client key do.</summary>
    public bool AllowVerifiedSignUp { get; set; }

    /// <summary>
    /// The directory of own mail templates, which replace the embedded ones; relative to the content root. Unless set,
    /// <c>mail-templates</c> in the data directory.
    /// </summary>
    public string? MailTemplates { get; set; }

    // The most that S3 takes in one request.
    [Range(1L, 5L * 1024 * 1024 * 1024, ErrorMessage = "Backend:MaxFileBytes must be from {1} to {2}.")]
    public long MaxFileBytes { get; set; } = 10 * 1024 * 1024;

    public StorageSettings Storage { get; set; } = new();

    /// <summary>Readiness is degraded while less than this is free for data or temporary files.</summary>
    [Range(0, long.MaxValue, ErrorMessage = "Backend:MinFreeDiskBytes must be 0 or more.")]
    public long MinFreeDiskBytes { get; set; } = 100 * 1024 * 1024;

    /// <summary>The models whose objects every signed-in user reads, separated by commas. Only the owner of an object changes it.</summary>
    public string SharedModels { get; set; } = "";

    public ProviderSettings Providers { get; set; } = new();

    public RateLimitSettings RateLimits { get; set; } = new();

    /// <summary>Whether a demo user is created at the start: in Development unless set, and never elsewhere.</summary>
    public bool? DemoUser { get; set; }

    /// <summary>The values of a setting with commas.</summary>
    public static string[] ListOf(string? setting) =>
        setting?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
