namespace Altogic;

/// <summary>The address and the key of an Altogic environment, time-outs and retries.</summary>
public sealed class AltogicOptions
{
    /// <summary>
    /// The environment's address: https, or http on loopback. A path such as <c>/e:62602c378415c0a0519102b6</c> is kept.
    /// </summary>
    public string EnvUrl { get; set; } = "";

    /// <summary>The client key, sent with every request as <c>X-Client-Key</c>.</summary>
    public string ClientKey { get; set; } = "";

    /// <summary>An API key, sent as <c>Authorization</c> where one is configured.</summary>
    public string? ApiKey { get; set; }

    /// <summary>How long one attempt may take, body included. 4 seconds unless set.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a call may take with its retries. 9 seconds unless set.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(9);

    /// <summary>How often a read is tried again: 2 unless set; 0 switches retries off.</summary>
    public int ReadRetries { get; set; } = 2;

    /// <summary>The delay before the first retry, doubled for the second and varied at random. 200 milliseconds unless set.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the calls of one operation fail at once after half of at least ten within ten seconds failed. 5 seconds unless set.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest response that is read, in bytes. 8 MiB unless set.</summary>
    public int MaxResponseBytes { get; set; } = 8 * 1024 * 1024;

    /// <inheritdoc />
    public override string ToString() => $"AltogicOptions({EnvUrl})";

    internal Uri BaseAddress() => new(new Uri(EnvUrl.Trim()).GetLeftPart(UriPartial.Path).TrimEnd('/'));
}
