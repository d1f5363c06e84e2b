using System.Text.Json.Nodes;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>A user, and the session of a sign-in; no session while the address waits for its confirmation.</summary>
internal sealed record SignInResult(UserRecord User, SessionRecord? Session);

/// <summary>The ways to sign up and to sign in.</summary>
internal sealed class SignIns(
    Users users, Sessions sessions, Links links, LinkExchange exchange, LinkMails mails, Passwords passwords, RateLimits limits,
    IOptions<BackendOptions> options)
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
        if (!await users.TryCreateAsync(user))
        {
            throw new RejectedException(Rejection.EmailTaken, address.Value);
        }

        if (!options.Value.EmailConfirmation || user.IsVerified)
        {
            return new SignInResult(user, await sessions.CreateAsync(user.Id, client.UserAgent, CancellationToken.None));
        }

        try
        {
            await mails.SendAsync(user, LinkAction.ConfirmEmail, client.AcceptLanguage);
        }
        catch
        {
            // The address could never be confirmed, and would stay taken.
            await users.DeleteAsync(user.Id);
            throw;
        }

        return new SignInResult(user, Session: null);
    }

    public async Task<SignInResult> SignInAsync(string? email, string? password, ClientInfo client, CancellationToken cancellation)
    {
        var address = EmailAddress.TryParse(email);
        limits.Acquire(client, address?.Value);
        var user = await users.FindByEmailAsync(address);
        // A hash is verified in any case, so that the duration says nothing about an address.
        var isRight = await passwords.VerifyAsync(user, password ?? "", cancellation);
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

        if (!isRight)
        {
            throw new RejectedException(Rejection.WrongEmailOrPassword);
        }

        // The first write: a caller that has hung up by then gets no session.
        var session = await sessions.CreateAsync(user.Id, client.UserAgent, cancellation);
        if (await users.RecordSignInAsync(user) is not { } current)
        {
            // A reset that replaced the password has ended the sessions of that time; this one came later.
            await sessions.EndAsync(session.Token);
            throw new RejectedException(Rejection.WrongEmailOrPassword);
        }

        return new SignInResult(current, session);
    }

    /// <summary>Exchanges the access token of a mailed link.</summary>
    public async Task<SignInResult> SignInByLinkAsync(string accessToken, bool holdPassword, ClientInfo client)
    {
        limits.Acquire(client, account: null);
        var link = await links.RequireAsync(accessToken, LinkAction.MagicLink, LinkAction.ConfirmEmail);
        var user = await exchange.SignInAsync(link, holdPassword) ?? throw new RejectedException(Rejection.AccessTokenExpired);
        return new SignInResult(user, await sessions.CreateAsync(user.Id, client.UserAgent, CancellationToken.None));
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
