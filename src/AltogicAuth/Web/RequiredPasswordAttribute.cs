namespace AltogicAuth.Web;

/// <summary>Unlike <see cref="RequiredAttribute"/>, accepts a password of spaces.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RequiredPasswordAttribute() : ValidationAttribute("Password.Missing")
{
    public override bool IsValid(object? value) => value is string { Length: > 0 };
}
