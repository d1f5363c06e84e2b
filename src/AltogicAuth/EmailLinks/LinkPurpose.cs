using System.Text.Json;
using System.Text.Json.Serialization;

namespace AltogicAuth.EmailLinks;

[JsonConverter(typeof(CodeConverter))]
public sealed class LinkPurpose
{
    public static readonly LinkPurpose Confirm = new("c", "email-confirm", (auth, email) => auth.ResendVerificationEmailAsync(email))
    {
        ButtonText = "EmailLinkCallback.Finish.Confirm",
        SignedInText = "EmailLinkCallback.Confirmed",
        RequestPage = "/resend-verification",
        RequestText = "Resend.Button",
    };

    public static readonly LinkPurpose MagicLink = new("m", "magic-link", (auth, email) => auth.SendMagicLinkEmailAsync(email));

    public static readonly LinkPurpose StepUp = new("s", "magic-link", (auth, email) => auth.SendMagicLinkEmailAsync(email))
    {
        RequestPage = "/profile/step-up-link",
    };

    public static readonly LinkPurpose ResetPassword = new("r", "reset-pwd", (auth, email) => auth.SendResetPwdEmailAsync(email))
    {
        RequestPage = "/forgot-password",
        RequestText = "Forgot.Button",
    };

    public static readonly LinkPurpose ChangeEmail = new("e", "change-email")
    {
        RequestPage = "/profile/email",
        RequestText = "ChangeEmail.Link",
    };

    public static readonly LinkPurpose Provider = new("p", "oauth-signin");

    /// <summary>Where two have the same action, the first one is what a callback is for.</summary>
    public static readonly IReadOnlyList<LinkPurpose> All = [Confirm, MagicLink, StepUp, ResetPassword, ChangeEmail, Provider];

    private readonly Func<AuthManager, string, Task<AltogicResult>>? _mail;

    private LinkPurpose(string code, string action, Func<AuthManager, string, Task<AltogicResult>>? mail = null)
    {
        Code = code;
        Action = action;
        _mail = mail;
    }

    /// <summary>All codes have the same length, so the length of a cookie does not reveal the purpose.</summary>
    public string Code { get; }

    public string Action { get; }

    public bool SignsIn => this != ResetPassword && this != ChangeEmail;

    /// <summary>Whether a sign-in by the link proves that the user reads the mailbox.</summary>
    public bool ProvesAddress => SignsIn && this != Provider;

    public string ButtonText { get; private init; } = "Login.Button";

    public string? SignedInText { get; private init; }

    public string RequestPage { get; private init; } = "/login-with-magic-link";

    public string RequestText { get; private init; } = "MagicLink.Button";

    public static LinkPurpose? Find(string action) => All.FirstOrDefault(purpose => purpose.Action == action);

    /// <summary>A confirmation and a magic link may replace each other: only the mail says which one an address can get.</summary>
    public bool Satisfies(LinkPurpose requested) => this == requested || (ProvesAddress && requested.ProvesAddress);

    /// <summary>The link that is offered where one of this purpose failed.</summary>
    public LinkPurpose Replacement(bool isSignedIn) =>
        this == ResetPassword || this == ChangeEmail ? this
        : isSignedIn ? StepUp
        : this == Provider ? MagicLink
        : this;

    /// <summary>Where the address cannot have this link yet, or no longer needs it, the mail has the link that helps.</summary>
    public Task<AltogicResult> MailAsync(AuthManager auth, EmailAddress address) => address.WithEachSpellingAsync(async spelling =>
    {
        var sent = await _mail!(auth, spelling);
        return sent.Error switch
        {
            { } error when error.Has(ErrorCodes.EmailNotVerified) => await Confirm._mail!(auth, spelling),
            { } error when error.Has(ErrorCodes.EmailAlreadyVerified) => await MagicLink._mail!(auth, spelling),
            _ => sent,
        };
    }, result => result.IsSuccess);

    /// <summary>
    /// Whether the user chose the password; null where a sign-in says nothing about it. Only the browser that registered the account knows
    /// its key. A backend may keep no key: then the note of the browser counts.
    /// </summary>
    public bool? ProvesPassword(GrantedSession granted, LinkRequest? request)
    {
        var confirms = request?.Purpose == Confirm && request.Email == granted.Address?.Value;
        var isOwn = granted.RegistrationKey is { } key ? key == request?.RegistrationKey : confirms && request!.SignUp == SignUpEffect.CreatedAccount;
        if (this == Confirm)
        {
            return isOwn;
        }

        return this == MagicLink && confirms && !isOwn ? false : null;
    }

    public override string ToString() => Action;

    private sealed class CodeConverter : JsonConverter<LinkPurpose>
    {
        public override LinkPurpose Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is var code && All.FirstOrDefault(purpose => purpose.Code == code) is { } known ? known : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, LinkPurpose value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Code);
    }
}
