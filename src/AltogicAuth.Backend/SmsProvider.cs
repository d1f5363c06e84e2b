namespace AltogicAuth.Backend;

/// <summary>Who sends SMS for the backend.</summary>
public enum SmsProvider
{
    Twilio,
}
