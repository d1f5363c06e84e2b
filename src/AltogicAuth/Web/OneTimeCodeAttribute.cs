namespace AltogicAuth.Web;

[AttributeUsage(AttributeTargets.Property)]
public sealed class OneTimeCodeAttribute() : ValidationAttribute("Code.Invalid")
{
    public override bool IsValid(object? value) => OneTimeCode.TryParse(value as string) is not null;
}
