namespace AltogicAuth.Web;

/// <summary>Required. An address or, where the environment has phone numbers, a number.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IdentifierAttribute : ValidationAttribute
{
    /// <summary>Whether a message is sent there. Many kinds of numbers, such as landlines, get none.</summary>
    public bool ReceivesMessage { get; set; }

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var identifiers = validationContext.GetRequiredService<AccountIdentifiers>();
        return value is not string { Length: > 0 } typed ? new ValidationResult(identifiers.TextFor("Email.Missing"))
            : identifiers.TryParse(typed) is not { } identifier ? new ValidationResult(identifiers.TextFor("Email.Invalid"))
            : ReceivesMessage && identifier is { Phone.CanReceiveTexts: false } ? new ValidationResult("Phone.NoTexts")
            : ValidationResult.Success;
    }
}
