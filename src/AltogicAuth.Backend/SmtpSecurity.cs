namespace AltogicAuth.Backend;

/// <summary>How the connection to the SMTP server is encrypted.</summary>
public enum SmtpSecurity
{
    /// <summary>It begins without TLS and changes to it before anything is sent. A server that does not offer this gets no mail.</summary>
    StartTls,

    /// <summary>TLS from the start.</summary>
    Tls,

    /// <summary>Not at all.</summary>
    None,
}
