using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AltogicAuth.EmailLinks;
using AltogicAuth.Messages;
using AltogicAuth.PhoneCodes;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Accounts;

/// <summary>How a registration ended: with a session, with a rejection, or, without either, with a message.</summary>
public sealed record Registration(GrantedSession? SignIn = null, ApiError? Rejection = null, SignUpEffect Effect = SignUpEffect.None);

/// <summary>Does not reveal whether the address or number was taken: its owner gets a message, and every visitor sees the same page.</summary>
public sealed partial class Registrations(
    AltogicClient altogic, MailedLinks links, SentCodes codes, MessageRequests messages, ResponsePadding padding, SignInManager signInManager,
    AttemptPermits permits, SecurityEvents events, ILogger<Registrations> logger)
{
    private const string KeyField = "registrationKey";

    // Any other code, a new one of the platform too, may say that the address or number is taken.
    private static readonly HashSet<string> AboutNoAccount =
    [
        ErrorCodes.ValidationError, ErrorCodes.NotAllowed, ErrorCodes.MissingClientKey, ErrorCodes.InvalidClientKey, ErrorCodes.ContentTypeError,
        ErrorCodes.UnsupportedMediaType, ErrorCodes.InvalidRequestBodySyntax, ErrorCodes.InvalidRedirectUrl, ErrorCodes.ResourceNotFound,
    ];

    private readonly SharedCalls<Registration> _running = new();

    /// <summary>The key of the registration that made the account, where the backend keeps it.</summary>
    public static string? KeyOf(AltogicUser user) =>
        user.Fields.TryGetValue(KeyField, out var key) && key.ValueKind == JsonValueKind.String ? key.GetString() : null;

    public async Task<Registration> RegisterAsync(
        HttpContext http, string name, AccountIdentifier identifier, string password, string formKey, string? returnUrl)
    {
        var minimumDuration = padding.DelayAsync();
        var key = KeyOf(formKey, identifier, password);
        var registration = await _running.RunAsync(key, () => SignUpAsync(http, name, identifier, password, key));
        if (registration is { SignIn: null, Rejection: null })
        {
            if (identifier.Phone is { } phone)
            {
                codes.SetPending(http, new PendingCode(CodePurpose.Confirm, phone.Value, returnUrl, key, registration.Effect));
            }
            else
            {
                links.Correlate(http, new LinkRequest(LinkPurpose.Confirm, identifier.Value, returnUrl, key, registration.Effect));
            }

            await minimumDuration;
        }

        return registration;
    }

    private static string KeyOf(string formKey, AccountIdentifier identifier, string password)
    {
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(formKey), Encoding.UTF8.GetBytes($"{identifier.Value}\n{password}"));
        return Base64Url.EncodeToString(hash.AsSpan(0, 16));
    }

    private async Task<Registration> SignUpAsync(HttpContext http, string name, AccountIdentifier identifier, string password, string key)
    {
        var fields = new JsonObject { ["name"] = name, [KeyField] = key };
        var signUp = await altogic.Auth.SignUpAsync(identifier, password, fields);
        if (signUp.Error?.Items.Any(entry => entry is { Code: ErrorCodes.ValidationError, Param: KeyField }) == true)
        {
            // The users of this environment have no such field.
            fields.Remove(KeyField);
            signUp = await altogic.Auth.SignUpAsync(identifier, password, fields);
        }

        if (signUp.IsSuccess)
        {
            events.Registered(signUp.Value.User.Id);
            if (SignInDetails.FindGranted(signUp) is { } granted)
            {
                return new Registration(granted);
            }

            messages.StartCooldown(ConfirmationOf(identifier));
            return new Registration(Effect: SignUpEffect.CreatedAccount);
        }

        // A free address or number gets these entries too, so they are shown alone.
        ErrorEntry[] aboutTheForm = [.. signUp.Error.Items.Where(entry => AboutNoAccount.Contains(entry.Code))];
        if (aboutTheForm.Length > 0)
        {
            return new Registration(Rejection: new ApiError(signUp.Error.Status, aboutTheForm));
        }

        if (!signUp.Error.Has(ErrorCodes.EmailNotUnique) && !signUp.Error.Has(ErrorCodes.PhoneNotUnique))
        {
            RejectedForAnotherReason(string.Join(", ", signUp.Error.Items.Select(entry => entry.Code)));
        }

        var sent = await messages.TrySendAsync(ConfirmationOf(identifier));
        return sent?.Error is { } error && (error.Has(ErrorCodes.EmailVerificationDisabled) || error.Has(ErrorCodes.PhoneVerificationDisabled))
            ? await SignInAgainAsync(http, identifier, password, key) ?? new Registration(Rejection: signUp.Error)
            : new Registration();
    }

    private RequestedMessage ConfirmationOf(AccountIdentifier identifier) => identifier.Phone is { } phone
        ? codes.MessageOf(CodePurpose.Confirm, phone)
        : links.MessageOf(LinkPurpose.Confirm, identifier.Address!);

    // Where nothing is confirmed, a repeated submission signs in to the account that the first one made, and to no other.
    private async Task<Registration?> SignInAgainAsync(HttpContext http, AccountIdentifier identifier, string password, string key)
    {
        try
        {
            // As a login: a taken address or number must not be a second place to guess passwords.
            await permits.AcquireAsync(http, RateLimitPolicy.SignIn, identifier.Value);
        }
        catch (TooManyAttemptsException)
        {
            return null;
        }

        var signIn = await altogic.Auth.SignInAsync(identifier, password);
        if (SignInDetails.FindGranted(signIn) is not { } granted)
        {
            events.SignInRejected(SignInDetails.RejectionOf(signIn));
            return null;
        }

        if (granted.RegistrationKey == key)
        {
            return new Registration(granted);
        }

        await signInManager.TryEndSessionAsync(new SessionToken(granted.SessionToken));
        return null;
    }

    [LoggerMessage(2006, LogLevel.Warning, "A registration was rejected for a reason that the visitor is not told: {Codes}")]
    private partial void RejectedForAnotherReason(string codes);
}
