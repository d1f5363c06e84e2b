namespace AltogicAuth.Web;

[AttributeUsage(AttributeTargets.Property)]
public sealed class EmailAttribute() : ValidationAttribute("Email.Invalid")
{
    public override bool IsValid(object? value) => value is null || EmailAddress.TryParse(value as string) is not null;
}
