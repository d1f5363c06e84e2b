using System.Text.Json;
using System.Text.Json.Serialization;

namespace AltogicAuth.PhoneCodes;

/// <summary>What a code of a text message is for, and what depends on it.</summary>
[JsonConverter(typeof(CodeConverter))]
public sealed class CodePurpose
{
    public static readonly CodePurpose Confirm = new("c", "confirm-phone", (auth, phone) => auth.ResendVerificationCodeAsync(phone))
    {
        VerifiesNumber = true,
        AcceptsOtherKind = true,
        RequestPage = "/resend-verification",
    };

    public static readonly CodePurpose SignIn = new("s", "sign-in-code", (auth, phone) => auth.SendSignInCodeAsync(phone)) { AcceptsOtherKind = true };

    public static readonly CodePurpose StepUp = new("u", "sign-in-code", (auth, phone) => auth.SendSignInCodeAsync(phone)) { IsForSignedIn = true };

    public static readonly CodePurpose ResetPassword = new("r", "reset-code", (auth, phone) => auth.SendResetPwdCodeAsync(phone))
    {
        VerifiesNumber = true,
        FormPage = "/NewPasswordByCode",
        RequestPage = "/forgot-password",
    };

    /// <summary>The first code is sent with the request to change the number, which needs the password.</summary>
    public static readonly CodePurpose ChangePhone = new("n", "change-phone", (auth, phone) => auth.ResendVerificationCodeAsync(phone))
    {
        IsForSignedIn = true,
        VerifiesNumber = true,
        RequestPage = "/profile/phone",
    };

    private static readonly CodePurpose[] All = [Confirm, SignIn, StepUp, ResetPassword, ChangePhone];

    private readonly Func<AuthManager, string, Task<AltogicResult>> _send;

    private CodePurpose(string id, string name, Func<AuthManager, string, Task<AltogicResult>> send)
    {
        Id = id;
        Name = name;
        _send = send;
    }

    /// <summary>All ids have the same length, so the length of a cookie does not reveal the purpose.</summary>
    public string Id { get; }

    /// <summary>In the log.</summary>
    public string Name { get; }

    public bool IsForSignedIn { get; private init; }

    /// <summary>Whether <c>verify-phone</c> takes the code.</summary>
    public bool VerifiesNumber { get; private init; }

    /// <summary>Whether the message may have had a code of the other kind: which one depends on the account.</summary>
    public bool AcceptsOtherKind { get; private init; }

    public string FormPage { get; private init; } = "/EnterCode";

    /// <summary>Where the number is typed.</summary>
    public string RequestPage { get; private init; } = "/login-with-magic-link";

    /// <summary>Where the number cannot have this code yet, or no longer needs it, the message has the code that helps.</summary>
    public async Task<AltogicResult> SendAsync(AuthManager auth, PhoneNumber phone)
    {
        var sent = await _send(auth, phone.Value);
        return sent.Error switch
        {
            { } error when error.Has(ErrorCodes.PhoneNotVerified) => await auth.ResendVerificationCodeAsync(phone.Value),
            { } error when error.Has(ErrorCodes.PhoneAlreadyVerified) => await auth.SendSignInCodeAsync(phone.Value),
            _ => sent,
        };
    }

    public override string ToString() => Name;

    private sealed class CodeConverter : JsonConverter<CodePurpose>
    {
        public override CodePurpose Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var id = reader.GetString();
            return Array.Find(All, purpose => purpose.Id == id) ?? throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, CodePurpose value, JsonSerializerOptions options) => writer.WriteStringValue(value.Id);
    }
}
