namespace AltogicAuth.Web;

/// <summary>What users name their account by: an address or a phone number.</summary>
public sealed record AccountIdentifier
{
    private AccountIdentifier(EmailAddress? address, PhoneNumber? phone) => (Address, Phone) = (address, phone);

    /// <summary>Null for a number.</summary>
    public EmailAddress? Address { get; }

    /// <summary>Null for an address.</summary>
    public PhoneNumber? Phone { get; }

    /// <summary>For comparisons and for rate limits.</summary>
    public string Value => Address?.Value ?? Phone!.Value;

    /// <summary>What a password must not be made of.</summary>
    public string Guessable => Address?.Display ?? Phone!.NationalDigits;

    public static AccountIdentifier Of(EmailAddress address) => new(address, null);

    public static AccountIdentifier Of(PhoneNumber phone) => new(null, phone);

    public override string ToString() => "AccountIdentifier(hidden)";
}
