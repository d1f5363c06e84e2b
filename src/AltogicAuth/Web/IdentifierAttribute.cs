namespace AltogicAuth.Web;

/// <summary>Required. An address or, where the environment has phone numbers, a number.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IdentifierAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var identifiers = validationContext.GetRequiredService<AccountIdentifiers>();
        return value is not string { Length: > 0 } typed ? new ValidationResult(identifiers.TextFor("Email.Missing"))
            : identifiers.TryParse(typed) is null ? new ValidationResult(identifiers.TextFor("Email.Invalid"))
            : ValidationResult.Success;
    }
}
