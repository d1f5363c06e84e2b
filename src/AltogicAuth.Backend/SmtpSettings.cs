namespace AltogicAuth.Backend;

/// <summary>Section <c>Backend:Smtp</c>: how mails are sent.</summary>
public sealed class SmtpSettings
{
    /// <summary>The SMTP server. Mails are sent where it is set.</summary>
    public string? Host { get; set; }

    /// <summary>587 with StartTls, 465 with Tls, 25 with None, unless set.</summary>
    public int? Port { get; set; }

    /// <summary>StartTls, or None on loopback, unless set.</summary>
    public SmtpSecurity? Security { get; set; }

    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>The address of the sender.</summary>
    public string? From { get; set; }

    /// <summary>The name beside that address: that of the brand, unless set.</summary>
    public string? FromName { get; set; }

    internal bool IsConfigured => !string.IsNullOrEmpty(Host);

    /// <summary>The address of the sender in its canonical form; null where it is none.</summary>
    internal EmailAddress? Sender => EmailAddress.TryParse(From);
}
