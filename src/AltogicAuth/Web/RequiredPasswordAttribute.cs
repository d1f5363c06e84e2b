namespace AltogicAuth.Web;

/// <summary>Something was typed. Anything counts, blanks too: a password is taken as it is.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RequiredPasswordAttribute : ValidationAttribute
{
    public RequiredPasswordAttribute() => ErrorMessage = "Password.Missing";

    public override bool IsValid(object? value) => value is string { Length: > 0 };
}
