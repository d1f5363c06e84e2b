using System.Text.Json;
using System.Text.Json.Nodes;
using AltogicAuth.Backend.Data;
using Microsoft.AspNetCore.Identity;

namespace AltogicAuth.Backend.Accounts;

/// <summary>A user, and the session of a sign-in; no session while the address or the number waits for its confirmation.</summary>
internal sealed record SignInResult(UserRecord User, Session? Session);

/// <summary>The ways to sign up and to sign in.</summary>
internal sealed class SignIns(
    BackendDatabase database, Users users, Sessions sessions, Links links, LinkExchange exchange, LinkMails mails, Codes codes,
    CodeExchange codeExchange, CodeMessages messages, Passwords passwords, RateLimits limits, Audit audit, Notices notices, IOptions<BackendOptions> options)
{
    /// <param name="email">As typed.</param>
    /// <param name="password">As typed.</param>
    /// <param name="nameOrUserData">A name, or an object with fields of the user.</param>
    /// <param name="client">The visitor's browser.</param>
    /// <param name="cancellation">Counts until the user is written.</param>
    public Task<SignInResult> SignUpAsync(string? email, string? password, JsonNode? nameOrUserData, ClientInfo client, CancellationToken cancellation)
    {
        var address = EmailAddress.TryParse(email);
        var fields = FieldsOf(nameOrUserData);
        var user = UserRecord.New(address?.Value ?? "", users.Now).With(fields) with { IsEmailVerified = IsVerifiedSignUp(fields, "emailVerified") };
        return SignUpAsync(user, password, fields, EmailAddress.ProblemOf(address, email, "email"), Rejection.EmailTaken, client, Prepare, cancellation);

        Task<Func<DataConnection, Task>?> Prepare(UserRecord created)
        {
            if (!options.Value.EmailConfirmation || created.IsEmailVerified)
            {
                return Task.FromResult<Func<DataConnection, Task>?>(null);
            }

            var mail = mails.Prepare(created, LinkAction.ConfirmEmail, client.AcceptLanguage);
            return Task.FromResult<Func<DataConnection, Task>?>(c => mails.AddAsync(c, mail));
        }
    }

    /// <summary>The same by phone number, which is as strict as the contract has it.</summary>
    public Task<SignInResult> SignUpByPhoneAsync(string? phone, string? password, JsonNode? nameOrUserData, ClientInfo client, CancellationToken cancellation)
    {
        var number = PhoneNumber.TryParse(phone);
        var fields = FieldsOf(nameOrUserData);
        var user = UserRecord.New(email: null, users.Now).With(fields) with { Phone = number?.Value, IsPhoneVerified = IsVerifiedSignUp(fields, "phoneVerified") };
        return SignUpAsync(user, password, fields, PhoneNumber.ProblemOf(number, phone, "phone"), Rejection.PhoneTaken, client, PrepareAsync, cancellation);

        async Task<Func<DataConnection, Task>?> PrepareAsync(UserRecord created)
        {
            if (!options.Value.PhoneConfirmation || created.IsPhoneVerified)
            {
                return null;
            }

            // Ahead of the limits of SMS: a taken number must not use them up.
            var message = await users.FindByPhoneAsync(number) is null
                ? await messages.PrepareAsync(created, number!, CodeAction.ConfirmPhone, client)
                : throw new RejectedException(Rejection.PhoneTaken, number!.Value);
            return c => message is null ? Task.CompletedTask : messages.AddAsync(c, message);
        }
    }

    public Task<SignInResult> SignInAsync(string? email, string? password, ClientInfo client, CancellationToken cancellation)
    {
        var address = EmailAddress.TryParse(email);
        return SignInAsync(
            new Attempt(
                address?.Value, () => users.FindByEmailAsync(address), user => !options.Value.EmailConfirmation || user.IsEmailVerified,
                Rejection.WrongEmailOrPassword, Rejection.EmailNotVerified, Rejection.WrongEmailOrPassword),
            password ?? "", client, cancellation);
    }

    public Task<SignInResult> SignInByPhoneAsync(PhoneNumber phone, string? password, ClientInfo client, CancellationToken cancellation) => SignInAsync(
        new Attempt(
            phone.Value, () => users.FindByPhoneAsync(phone), user => !options.Value.PhoneConfirmation || user.IsPhoneVerified,
            Rejection.UserNotFound, Rejection.PhoneNotVerified, Rejection.WrongPhoneOrPassword),
        password ?? "", client, cancellation);

    public async Task<SignInResult> SignInByCodeAsync(PhoneNumber phone, string code, ClientInfo client)
    {
        await limits.AcquireAsync(client, phone.Value);
        if (await users.FindByPhoneAsync(phone) is null)
        {
            throw new RejectedException(Rejection.UserNotFound);
        }

        var record = await codes.RequireAsync(phone, code, CodeAction.SignIn);
        return await SignInByCodeAsync(record, client, c => codeExchange.SignInAsync(c, phone, record));
    }

    /// <summary>Proves the number of a new account, which signs in, or applies a change of number, which does not.</summary>
    public async Task<SignInResult> VerifyPhoneAsync(PhoneNumber phone, string code, bool holdPassword, ClientInfo client)
    {
        await limits.AcquireAsync(client, phone.Value);
        var user = await users.FindByPhoneAsync(phone);
        if (user is { IsPhoneVerified: true })
        {
            throw new RejectedException(Rejection.PhoneVerifiedBefore);
        }

        if (user is null && await codes.FindChangeAsync(phone) is null)
        {
            throw new RejectedException(Rejection.UserNotFound);
        }

        var record = await codes.RequireAsync(phone, code, CodeAction.ConfirmPhone, CodeAction.ChangePhone);
        return record.Action == CodeAction.ConfirmPhone
            ? await SignInByCodeAsync(record, client, c => codeExchange.ConfirmAsync(c, phone, record, holdPassword))
            : new SignInResult(await ChangePhoneAsync(phone, record, client), Session: null);
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

    private async Task<SignInResult> SignUpAsync(
        UserRecord user, string? password, JsonObject fields, InvalidField? problem, Rejection taken, ClientInfo client,
        Func<UserRecord, Task<Func<DataConnection, Task>?>> prepareConfirmation, CancellationToken cancellation)
    {
        InvalidFieldException.ThrowIfAny(problem, PasswordRules.ProblemOf(password, user, "password"));
        FieldRules.RequireTextOrNothing(fields, ProtectedFields.TextOfUser);
        FieldRules.RequireRecord(fields, "nameOrUserData");
        await limits.AcquireAsync(client, user.Identifier);
        user = user with { PasswordHash = await passwords.HashAsync(user, password!, cancellation) };
        var addConfirmation = await prepareConfirmation(user);
        // One transaction: an address or a number without a message could never be confirmed, and would stay taken.
        return await database.InTransactionAsync(
            async c =>
            {
                if (!await UserTable.TryInsertAsync(c, user))
                {
                    throw new RejectedException(taken, user.Identifier);
                }

                await audit.AddAsync(c, user.Id, AuditKind.SignUp, client);
                if (addConfirmation is null)
                {
                    return new SignInResult(user, await sessions.CreateAsync(c, user.Id, client));
                }

                await addConfirmation(c);
                return new SignInResult(user, Session: null);
            },
            cancellation);
    }

    private async Task<SignInResult> SignInAsync(Attempt attempt, string password, ClientInfo client, CancellationToken cancellation)
    {
        await limits.AcquireAsync(client, attempt.Account);
        return await TrySignInAsync(attempt, password, client, cancellation)
            // Another sign-in may have hashed the same password at a higher cost meanwhile.
            ?? await TrySignInAsync(attempt, password, client, cancellation)
            ?? throw new RejectedException(attempt.WhenWrong);
    }

    /// <summary>Null when the password was replaced while it was verified.</summary>
    private async Task<SignInResult?> TrySignInAsync(Attempt attempt, string password, ClientInfo client, CancellationToken cancellation)
    {
        var user = await attempt.FindUser();
        // A hash is verified in any case, so that the duration says nothing about an address or a number.
        var verified = await passwords.VerifyForSignInAsync(user, password, cancellation);
        if (user is null)
        {
            throw new RejectedException(attempt.WhenUnknown);
        }

        if (ProblemOf(attempt, user, verified) is { } problem)
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

    private async Task<SignInResult> SignInByCodeAsync(CodeRecord code, ClientInfo client, Func<DataConnection, Task<UserRecord?>> exchange)
    {
        var isNewBrowser = await notices.IsNewBrowserAsync(code.UserId, client);
        return await database.InTransactionAsync(async c =>
        {
            var user = await exchange(c) ?? throw new RejectedException(Rejection.CodeWrong);
            await audit.AddAsync(c, user.Id, AuditKind.SignInByCode, client);
            if (isNewBrowser)
            {
                await notices.AddAsync(c, user, Notices.NewBrowser, client);
            }

            return new SignInResult(user, await sessions.CreateAsync(c, user.Id, client));
        });
    }

    private async Task<UserRecord> ChangePhoneAsync(PhoneNumber phone, CodeRecord code, ClientInfo client)
    {
        try
        {
            return await database.InTransactionAsync(c => codeExchange.ChangePhoneAsync(c, phone, code, client))
                ?? throw new RejectedException(Rejection.CodeWrong);
        }
        catch (DuplicateKeyException)
        {
            throw new RejectedException(Rejection.PhoneTaken, phone.Value);
        }
    }

    // The platform lets every client key do that.
    private bool IsVerifiedSignUp(JsonObject fields, string flag) => options.Value.AllowVerifiedSignUp && fields.Flag(flag) == true;

    private static Rejection? ProblemOf(Attempt attempt, UserRecord user, PasswordVerificationResult verified) =>
        user.PasswordHash is null ? Rejection.NoPasswordToSignIn
        : !attempt.IsConfirmed(user) ? attempt.WhenNotVerified
        : verified == PasswordVerificationResult.Failed ? attempt.WhenWrong
        : null;

    private static JsonObject FieldsOf(JsonNode? nameOrUserData) => nameOrUserData switch
    {
        JsonValue name when name.GetValueKind() == JsonValueKind.String => new JsonObject { ["name"] = name.DeepClone() },
        JsonObject data => data,
        _ => [],
    };

    /// <summary>An attempt to sign in by password: whose, and how the contract rejects it.</summary>
    private sealed record Attempt(
        string? Account, Func<Task<UserRecord?>> FindUser, Func<UserRecord, bool> IsConfirmed, Rejection WhenUnknown, Rejection WhenNotVerified, Rejection WhenWrong);
}
