using System.Text.Json;
using System.Text.Json.Serialization;
using AltogicAuth.Authentication;

namespace AltogicAuth.EmailLinks;

/// <summary>What a sign-in shows about the password of the account: somebody else may have registered the address first.</summary>
public enum PasswordProof
{
    None,
    Owner,
    InQuestion,
}

/// <summary>What a mailed link is for, and everything that depends on it.</summary>
[JsonConverter(typeof(CodeConverter))]
public sealed class LinkPurpose
{
    public static readonly LinkPurpose Confirm = new("c", "email-confirm", (auth, email) => auth.ResendVerificationEmailAsync(email))
    {
        SignsIn = true,
        ProvesAddress = true,
        ButtonText = "EmailLinkCallback.Finish.Confirm",
        SignedInText = "EmailLinkCallback.Confirmed",
        RequestPage = "/resend-verification",
        RequestText = "Resend.Button",
    };

    public static readonly LinkPurpose MagicLink = new("m", "magic-link", (auth, email) => auth.SendMagicLinkEmailAsync(email))
    {
        SignsIn = true,
        ProvesAddress = true,
    };

    /// <summary>A magic link for a user who is signed in already.</summary>
    public static readonly LinkPurpose StepUp = new("s", "magic-link", (auth, email) => auth.SendMagicLinkEmailAsync(email))
    {
        SignsIn = true,
        ProvesAddress = true,
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
        RequestText = "ChangeEmail.Way",
    };

    public static readonly LinkPurpose Provider = new("p", "oauth-signin") { SignsIn = true };

    /// <summary>Where two have the same action, the first one is what a callback is for.</summary>
    public static readonly IReadOnlyList<LinkPurpose> All = [Confirm, MagicLink, StepUp, ResetPassword, ChangeEmail, Provider];

    private readonly Func<AuthManager, string, Task<AltogicResult>>? _mail;

    private LinkPurpose(string code, string action, Func<AuthManager, string, Task<AltogicResult>>? mail = null)
    {
        Code = code;
        Action = action;
        _mail = mail;
    }

    /// <summary>The purpose in a cookie. All codes have the same length, so the length of a cookie does not reveal the purpose.</summary>
    public string Code { get; }

    /// <summary>The purpose on the wire.</summary>
    public string Action { get; }

    public bool SignsIn { get; private init; }

    /// <summary>Whether a sign-in by the link proves that the user reads the mailbox. A reset may be of another account than the one signed in to.</summary>
    public bool ProvesAddress { get; private init; }

    /// <summary>The button that finishes the sign-in.</summary>
    public string ButtonText { get; private init; } = "Login.Button";

    /// <summary>The message after the sign-in.</summary>
    public string? SignedInText { get; private init; }

    /// <summary>Where a new link is requested.</summary>
    public string RequestPage { get; private init; } = "/login-with-magic-link";

    public string RequestText { get; private init; } = "MagicLink.Button";

    public static LinkPurpose? Find(string action) => All.FirstOrDefault(purpose => purpose.Action == action);

    /// <summary>
    /// Whether a link of this purpose is what was requested. A confirmation and a magic link may replace each other: both sign in,
    /// and only the mail says which one an address can get.
    /// </summary>
    public bool Satisfies(LinkPurpose requested) => this == requested || (ProvesAddress && requested.ProvesAddress);

    /// <summary>The link that is offered where one of this purpose failed.</summary>
    public LinkPurpose Replacement(bool isSignedIn) =>
        this == ResetPassword || this == ChangeEmail ? this
        : isSignedIn ? StepUp
        : this == Provider ? MagicLink
        : this;

    /// <summary>Mails the link. Where the address cannot have it yet, or no longer needs it, the mail has the link that helps.</summary>
    public Task<AltogicResult> MailAsync(AuthManager auth, EmailAddress address) => address.WithEachSpellingAsync(async spelling =>
    {
        var sent = await _mail!(auth, spelling);
        return sent.Error switch
        {
            { } error when error.Has(ErrorCodes.EmailNotVerified) => await Confirm._mail!(auth, spelling),
            { } error when error.Has(ErrorCodes.EmailAlreadyVerified) => await MagicLink._mail!(auth, spelling),
            _ => sent,
        };
    });

    /// <summary>Only the browser that registered the account knows its key. A backend may keep no key: then the note of the browser counts.</summary>
    public PasswordProof ProofOf(PendingSignIn granted, LinkRequest? request)
    {
        var confirms = request?.Purpose == Confirm && request.Email == granted.Address?.Value;
        var isOwn = granted.RegistrationKey is { } key ? key == request?.RegistrationKey : confirms && request!.SignUp == SignUpEffect.CreatedAccount;
        if (this == Confirm)
        {
            return isOwn ? PasswordProof.Owner : PasswordProof.InQuestion;
        }

        return this == MagicLink && confirms && !isOwn ? PasswordProof.InQuestion : PasswordProof.None;
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
