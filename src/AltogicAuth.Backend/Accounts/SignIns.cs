using System.Text.Json;
using System.Text.Json.Nodes;
using AltogicAuth.Backend.Data;
using Microsoft.AspNetCore.Identity;

namespace AltogicAuth.Backend.Accounts;

/// <summary>A user, and the session of a sign-in; no session while the address waits for its confirmation.</summary>
internal sealed record SignInResult(UserRecord User, Session? Session);

/// <summary>The ways to sign up and to sign in.</summary>
internal sealed class SignIns(
    BackendDatabase database, Users users, Sessions sessions, Links links, LinkExchange exchange, LinkMails mails, Passwords passwords,
    RateLimits limits, Audit audit, Notices notices, IOptions<BackendOptions> options)
{
    /// <param name="email">As typed.</param>
    /// <param name="password">As typed.</param>
    /// <param name="nameOrUserData">A name, or an object with fields of the user.</param>
    /// <param name="client">The visitor's browser.</param>
    /// <param name="cancellation">Counts until the user is written.</param>
    public async Task<SignInResult> SignUpAsync(string? email, string? password, JsonNode? nameOrUserData, ClientInfo client, CancellationToken cancellation)
    {
        var address = EmailAddress.TryParse(email);
        var fields = FieldsOf(nameOrUserData);
        var user = UserRecord.New(address?.Value ?? "", users.Now).With(fields) with
        {
            IsEmailVerified = options.Value.AllowVerifiedSignUp && fields.Flag("emailVerified") == true,
        };
        InvalidFieldException.ThrowIfAny(EmailAddress.ProblemOf(address, email, "email"), PasswordRules.ProblemOf(password, user, "password"));
        FieldRules.RequireTextOrNothing(fields, ProtectedFields.TextOfUser);
        FieldRules.RequireRecord(fields, "nameOrUserData");
        await limits.AcquireAsync(client, address!.Value);
        user = user with { PasswordHash = await passwords.HashAsync(user, password!, cancellation) };
        var mail = options.Value.EmailConfirmation && !user.IsEmailVerified ? mails.Prepare(user, LinkAction.ConfirmEmail, client.AcceptLanguage) : null;
        // One transaction: the address of a user without mail could never be confirmed, and would stay taken.
        return await database.InTransactionAsync(
            async c =>
            {
                if (!await UserTable.TryInsertAsync(c, user))
                {
                    throw new RejectedException(Rejection.EmailTaken, address.Value);
                }

                await audit.AddAsync(c, user.Id, AuditKind.SignUp, client);
                if (mail is null)
                {
                    return new SignInResult(user, await sessions.CreateAsync(c, user.Id, client));
                }

                await mails.AddAsync(c, mail);
                return new SignInResult(user, Session: null);
            },
            cancellation);
    }

    public async Task<SignInResult> SignInAsync(string? email, string? password, ClientInfo client, CancellationToken cancellation)
    {
        var address = EmailAddress.TryParse(email);
        await limits.AcquireAsync(client, address?.Value);
        return await TrySignInAsync(address, password ?? "", client, cancellation)
            // Another sign-in may have hashed the same password at a higher cost meanwhile.
            ?? await TrySignInAsync(address, password ?? "", client, cancellation)
            ?? throw new RejectedException(Rejection.WrongEmailOrPassword);
    }

    /// <summary>Exchanges the access token of a mailed link, or of a sign-in at a provider.</summary>
    public async Task<SignInResult> SignInByLinkAsync(string accessToken, bool holdPassword, ClientInfo client)
    {
        await limits.AcquireAsync(client, account: null);
        var link = await links.RequireAsync(accessToken, LinkAction.MagicLink, LinkAction.ConfirmEmail, LinkAction.ProviderSignIn);
        var isNewBrowser = await notices.IsNewBrowserAsync(link.UserId, client);
        return await database.InTransactionAsync(async c =>
        {
            var user = await exchange.SignInAsync(c, link, holdPassword) ?? throw new RejectedException(Rejection.AccessTokenExpired);
            await audit.AddAsync(c, user.Id, link.Action == LinkAction.ProviderSignIn ? AuditKind.SignInByProvider : AuditKind.SignInByLink, client);
            if (isNewBrowser)
            {
                await notices.AddAsync(c, user, Notices.NewBrowser, client);
            }

            return new SignInResult(user, await sessions.CreateAsync(c, user.Id, client));
        });
    }

    /// <summary>Null when the password was replaced while it was verified.</summary>
    private async Task<SignInResult?> TrySignInAsync(EmailAddress? address, string password, ClientInfo client, CancellationToken cancellation)
    {
        var user = await users.FindByEmailAsync(address);
        // A hash is verified in any case, so that the duration says nothing about an address.
        var verified = await passwords.VerifyForSignInAsync(user, password, cancellation);
        if (user is null)
        {
            throw new RejectedException(Rejection.WrongEmailOrPassword);
        }

        if (ProblemOf(user, verified) is { } problem)
        {
            audit.AddFailure(user, AuditKind.SignInFailed, client);
            throw new RejectedException(problem);
        }

        var newHash = verified == PasswordVerificationResult.SuccessRehashNeeded ? await passwords.HashAsync(user, password, cancellation) : null;
        var isNewBrowser = await notices.IsNewBrowserAsync(user.Id, client);
        // A caller that has hung up by then gets no session, and neither does one whose password was replaced meanwhile.
        var session = await sessions.CreateAfterPasswordAsync(
            user, newHash, client, isNewBrowser ? c => notices.AddAsync(c, user, Notices.NewBrowser, client) : null, cancellation);
        return session is null ? null : new SignInResult(user with { LastLoginAt = session.Record.CreatedAt }, session);
    }

    private Rejection? ProblemOf(UserRecord user, PasswordVerificationResult verified) =>
        user.PasswordHash is null ? Rejection.NoPasswordToSignIn
        : options.Value.EmailConfirmation && !user.IsEmailVerified ? Rejection.EmailNotVerified
        : verified == PasswordVerificationResult.Failed ? Rejection.WrongEmailOrPassword
        : null;

    private static JsonObject FieldsOf(JsonNode? nameOrUserData) => nameOrUserData switch
    {
        JsonValue name when name.GetValueKind() == JsonValueKind.String => new JsonObject { ["name"] = name.DeepClone() },
        JsonObject data => data,
        _ => [],
    };
}
