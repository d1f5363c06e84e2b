using System.Text.Json;
using System.Text.Json.Serialization;
using AltogicAuth.Messages;

namespace AltogicAuth.EmailLinks;

/// <summary>What a sign-in says about who chose the password of the account.</summary>
public enum PasswordStatus
{
    Unknown,
    Confirmed,

    /// <summary>Another person may have registered the address first.</summary>
    Unconfirmed,
}

[JsonConverter(typeof(CodeConverter))]
public sealed class LinkPurpose
{
    public static readonly LinkPurpose Confirm = new("c", "email-confirm", (auth, email) => auth.ResendVerificationEmailAsync(email))
    {
        ConfirmsRegistration = true,
        ButtonText = "EmailLinkCallback.Finish.Confirm",
        SignedInText = "EmailLinkCallback.Confirmed",
        RequestPage = "/resend-verification",
        RequestText = "Resend.Button",
    };

    public static readonly LinkPurpose MagicLink = new("m", "magic-link", (auth, email) => auth.SendMagicLinkEmailAsync(email));

    public static readonly LinkPurpose StepUp = new("s", "magic-link", (auth, email) => auth.SendMagicLinkEmailAsync(email))
    {
        Reauthenticates = true,
        RequestPage = "/profile/step-up-link",
    };

    public static readonly LinkPurpose ResetPassword = new("r", "reset-pwd", (auth, email) => auth.SendResetPwdEmailAsync(email))
    {
        SignsIn = false,
        FormPage = "/NewPassword",
        RequestPage = "/forgot-password",
        RequestText = "Forgot.Button",
    };

    public static readonly LinkPurpose ChangeEmail = new("e", "change-email")
    {
        SignsIn = false,
        HasToken = false,
        RequestPage = "/profile/email",
        RequestText = "ChangeEmail.Link",
    };

    public static readonly LinkPurpose Provider = new("p", "oauth-signin") { FormPage = "/ProviderCallback" };

    /// <summary>Where two have the same action, the first one is what a callback is for.</summary>
    public static readonly IReadOnlyList<LinkPurpose> All = [Confirm, MagicLink, StepUp, ResetPassword, ChangeEmail, Provider];

    private readonly Func<AuthManager, string, Task<AltogicResult>> _mail;

    private LinkPurpose(string code, string action, Func<AuthManager, string, Task<AltogicResult>>? mail = null)
    {
        Code = code;
        Action = action;
        IsRequestedByAddress = mail is not null;
        _mail = mail ?? ((_, _) => throw new NotSupportedException($"A link of the purpose {action} cannot be requested by an address alone."));
    }

    /// <summary>All codes have the same length, so the length of a cookie does not reveal the purpose.</summary>
    public string Code { get; }

    public string Action { get; }

    /// <summary>Whether an address is enough to be mailed a link, known or not.</summary>
    public bool IsRequestedByAddress { get; }

    public bool SignsIn { get; private init; } = true;

    public bool HasToken { get; private init; } = true;

    /// <summary>Whether the account may be new, and its password chosen by another person.</summary>
    public bool ConfirmsRegistration { get; private init; }

    /// <summary>Whether it is for a user who is signed in, and goes to that user's address.</summary>
    public bool Reauthenticates { get; private init; }

    public bool ProvesAddress => SignsIn && IsRequestedByAddress;

    /// <summary>The page that asks for what the link needs. Null where a button is enough.</summary>
    public string? FormPage { get; private init; }

    public string ButtonText { get; private init; } = "Login.Button";

    public string? SignedInText { get; private init; }

    public string RequestPage { get; private init; } = "/login-with-magic-link";

    public string RequestText { get; private init; } = "MagicLink.Button";

    public static LinkPurpose? Find(string action) => All.FirstOrDefault(purpose => purpose.Action == action);

    /// <summary>A confirmation and a magic link may replace each other: only the mail says which one an address can get.</summary>
    public bool Satisfies(LinkPurpose requested) => this == requested || (ProvesAddress && requested.ProvesAddress);

    public LinkPurpose Replacement(bool isSignedIn) =>
        !SignsIn ? this
        : isSignedIn ? StepUp
        : IsRequestedByAddress ? this
        : MagicLink;

    /// <summary>Where the address cannot have this link yet, or no longer needs it, the mail has the link that helps.</summary>
    public Task<AltogicResult> MailAsync(AuthManager auth, EmailAddress address) => address.TryEachSpellingAsync(async spelling =>
    {
        var sent = await _mail(auth, spelling);
        return sent.Error switch
        {
            { } error when error.Has(ErrorCodes.EmailNotVerified) => await Confirm._mail(auth, spelling),
            { } error when error.Has(ErrorCodes.EmailAlreadyVerified) => await MagicLink._mail(auth, spelling),
            _ => sent,
        };
    }, result => result.IsSuccess);

    public PasswordStatus PasswordStatusOf(GrantedSession granted, LinkRequest? request)
    {
        var confirms = request?.Purpose == Confirm && request.Email == granted.Address?.Value;
        var isOwn = granted.IsRegisteredBy(request?.RegistrationKey, confirms && request!.SignUp == SignUpEffect.CreatedAccount);
        if (this == Confirm)
        {
            return isOwn ? PasswordStatus.Confirmed : PasswordStatus.Unconfirmed;
        }

        return this == MagicLink && confirms && !isOwn ? PasswordStatus.Unconfirmed : PasswordStatus.Unknown;
    }

    public override string ToString() => Action;

    private sealed class CodeConverter : JsonConverter<LinkPurpose>
    {
        public override LinkPurpose Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var code = reader.GetString();
            return All.FirstOrDefault(purpose => purpose.Code == code) ?? throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, LinkPurpose value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Code);
    }
}
