namespace AltogicAuth.Backend;

/// <summary>Section <c>Backend:Sms</c>: how SMS are sent, and how many.</summary>
public sealed class SmsSettings
{
    /// <summary>Who sends SMS. None are sent unless it is set.</summary>
    public SmsProvider? Provider { get; set; }

    /// <summary>The account at the provider.</summary>
    public string? AccountSid { get; set; }

    /// <summary>Its secret.</summary>
    public string? AuthToken { get; set; }

    /// <summary>The number or the name of the sender.</summary>
    public string? From { get; set; }

    /// <summary>A service of the provider that chooses the sender, in place of <see cref="From"/>.</summary>
    public string? MessagingServiceSid { get; set; }

    /// <summary>The countries whose numbers are sent to, by two letters each, separated by commas: all in Development unless set.</summary>
    public string? AllowedCountries { get; set; }

    /// <summary>How many SMS one number gets in 24 hours.</summary>
    public int MaxPerNumber { get; set; } = 10;

    /// <summary>How many SMS the visitors of one network cause in 24 hours.</summary>
    public int MaxPerNetwork { get; set; } = 50;

    /// <summary>How many SMS the numbers with one country prefix get in 24 hours.</summary>
    public int MaxPerCountry { get; set; } = 1_000;

    /// <summary>How many SMS are sent in 24 hours.</summary>
    public int DailyBudget { get; set; } = 2_000;

    internal bool IsConfigured => Provider is not null;
}
