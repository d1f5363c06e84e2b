using System.Security.Cryptography;
using System.Text.Json.Serialization;
using AltogicAuth.Messages;

namespace AltogicAuth.PhoneCodes;

/// <summary>The code that this browser waits for. The number is in a cookie, never in an address.</summary>
public sealed record PendingCode(CodePurpose Purpose, string Number, string? ReturnUrl, string? RegistrationKey = null, SignUpEffect SignUp = SignUpEffect.None)
{
    /// <summary>Identifies the browser's request: submissions of one form share one call.</summary>
    public string Id { get; init; } = RandomNumberGenerator.GetHexString(16);

    [JsonIgnore]
    public PhoneNumber? Phone => PhoneNumber.FromAccount(Number);

    public override string ToString() => $"PendingCode({Purpose})";
}
