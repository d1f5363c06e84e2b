using System.Text.Json.Nodes;
using AltogicAuth.Backend.Data;
using Microsoft.AspNetCore.Identity;

namespace AltogicAuth.Backend.Accounts;

/// <summary>A user, and the session of a sign-in; no session while the address waits for its confirmation.</summary>
internal sealed record SignInResult(UserRecord User, SessionRecord? Session);

/// <summary>The ways to sign up and to sign in.</summary>
internal sealed class SignIns(
    BackendDatabase database, Users users, Sessions sessions, Links links, LinkExchange exchange, LinkMails mails, Passwords passwords,
    RateLimits limits, IOptions<BackendOptions> options)
{
    /// <param name="email">As typed.</param>
    /// <param name="password">As typed.</param>
    /// <param name="nameOrUserData">A name, or an object with fields of the user.</param>
    /// <param name="client">The visitor's browser.</param>
    /// <param name="cancellation">Counts until the user is written.</param>
    public async Task<SignInResult> SignUpAsync(string? email, string? password, JsonNode? nameOrUserData, ClientInfo client, CancellationToken cancellation)
    {
        var address = EmailAddress.TryParse(email);
        var user = UserRecord.New(address?.Value ?? "", users.Now);
        Apply(nameOrUserData, user.Fields);
        InvalidFieldException.ThrowIfAny(EmailAddress.ProblemOf(address, email, "email"), PasswordRules.ProblemOf(password, user, "password"));
        FieldRules.RequireTextOrNothing(user.Fields, ProtectedFields.TextOfUser);
        FieldRules.RequireRecord(user.Fields, "nameOrUserData");
        limits.Acquire(client, address!.Value);
        user = user with { PasswordHash = await passwords.HashAsync(user, password!, cancellation) };
        var mail = options.Value.EmailConfirmation && !user.IsVerified ? mails.Prepare(user, LinkAction.ConfirmEmail, client.AcceptLanguage) : null;
        // One transaction: the address of a user without mail could never be confirmed, and would stay taken.
        return await database.InTransactionAsync(
            async c =>
            {
                if (!await UserTable.TryInsertAsync(c, user))
                {
                    throw new RejectedException(Rejection.EmailTaken, address.Value);
                }

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
        limits.Acquire(client, address?.Value);
        var user = await users.FindByEmailAsync(address);
        // A hash is verified in any case, so that the duration says nothing about an address.
        var verified = await passwords.VerifyForSignInAsync(user, password ?? "", cancellation);
        if (user is null)
        {
            throw new RejectedException(Rejection.WrongEmailOrPassword);
        }

        if (user.PasswordHash is null)
        {
            throw new RejectedException(Rejection.NoPasswordToSignIn);
        }

        if (options.Value.EmailConfirmation && !user.IsVerified)
        {
            throw new RejectedException(Rejection.EmailNotVerified);
        }

        if (verified == PasswordVerificationResult.Failed)
        {
            throw new RejectedException(Rejection.WrongEmailOrPassword);
        }

        var newHash = verified == PasswordVerificationResult.SuccessRehashNeeded ? await passwords.HashAsync(user, password!, cancellation) : null;
        // A caller that has hung up by then gets no session, and neither does one whose password was replaced meanwhile.
        return await database.InTransactionAsync(
            async c =>
            {
                var current = await users.RecordSignInAsync(c, user) ?? throw new RejectedException(Rejection.WrongEmailOrPassword);
                if (newHash is not null)
                {
                    await UserTable.SetPasswordAsync(c, user.Id, newHash);
                }

                return new SignInResult(current, await sessions.CreateAsync(c, user.Id, client));
            },
            cancellation);
    }

    /// <summary>Exchanges the access token of a mailed link.</summary>
    public async Task<SignInResult> SignInByLinkAsync(string accessToken, bool holdPassword, ClientInfo client)
    {
        limits.Acquire(client, account: null);
        var link = await links.RequireAsync(accessToken, LinkAction.MagicLink, LinkAction.ConfirmEmail);
        return await database.InTransactionAsync(async c =>
        {
            var user = await exchange.SignInAsync(c, link, holdPassword) ?? throw new RejectedException(Rejection.AccessTokenExpired);
            return new SignInResult(user, await sessions.CreateAsync(c, user.Id, client));
        });
    }

    private void Apply(JsonNode? nameOrUserData, JsonObject fields)
    {
        if (nameOrUserData is JsonValue name && name.TryGetValue<string>(out var text))
        {
            fields["name"] = text;
        }

        if (nameOrUserData is not JsonObject data)
        {
            return;
        }

        foreach (var (field, value) in data.Where(field => !ProtectedFields.OfUser.Contains(field.Key)))
        {
            fields[field] = value?.DeepClone();
        }

        if (options.Value.AllowVerifiedSignUp && data.Flag("emailVerified") == true)
        {
            fields["emailVerified"] = true;
        }
    }
}
