using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>Signs in by the access token of a mailed link or of a sign-in at a provider, or by the code of a text message.</summary>
internal sealed class TokenSignIns(
    BackendDatabase database, Users users, Sessions sessions, Links links, LinkExchange linkExchange, Codes codes, CodeExchange codeExchange,
    RateLimits limits, Audit audit, Notices notices)
{
    public async Task<SignInResult> SignInByLinkAsync(string accessToken, bool holdPassword, ClientInfo client)
    {
        await limits.AcquireAsync(client, account: null);
        var link = await links.RequireAsync(accessToken, LinkAction.MagicLink, LinkAction.ConfirmEmail, LinkAction.ProviderSignIn);
        var kind = link.Action == LinkAction.ProviderSignIn ? AuditKind.SignInByProvider : AuditKind.SignInByLink;
        return await ExchangeAsync(link.UserId, kind, client, c => linkExchange.SignInAsync(c, link, holdPassword), Rejection.AccessTokenExpired);
    }

    public async Task<SignInResult> SignInByCodeAsync(PhoneNumber phone, string code, ClientInfo client)
    {
        await limits.AcquireAsync(client, phone.Value);
        if (await users.FindByPhoneAsync(phone) is null)
        {
            throw new RejectedException(Rejection.UserNotFound);
        }

        var record = await codes.RequireAsync(phone, code, CodeAction.SignIn);
        return await ExchangeAsync(record, client, c => codeExchange.SignInAsync(c, phone, record));
    }

    /// <summary>Verifies the number of a new account, which signs in, or applies a change of number, which does not.</summary>
    public async Task<SignInResult> VerifyPhoneAsync(PhoneNumber phone, string code, bool holdPassword, SessionRecord? session, ClientInfo client)
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
            ? await ExchangeAsync(record, client, c => codeExchange.ConfirmAsync(c, phone, record, holdPassword))
            : new SignInResult(await ChangePhoneAsync(phone, record, isOfUser: session?.UserId == record.UserId, client), Session: null);
    }

    private Task<SignInResult> ExchangeAsync(CodeRecord code, ClientInfo client, Func<DataConnection, Task<UserRecord?>> exchange) =>
        ExchangeAsync(code.UserId, AuditKind.SignInByCode, client, exchange, Rejection.CodeWrong);

    private async Task<SignInResult> ExchangeAsync(
        string userId, string kind, ClientInfo client, Func<DataConnection, Task<UserRecord?>> exchange, Rejection whenUsed)
    {
        var isNewBrowser = await notices.IsNewBrowserAsync(userId, client);
        return await database.InTransactionAsync(async c =>
        {
            var user = await exchange(c) ?? throw new RejectedException(whenUsed);
            await audit.AddAsync(c, user.Id, kind, client);
            if (isNewBrowser)
            {
                await notices.AddAsync(c, user, Notices.NewBrowser, client);
            }

            return new SignInResult(user, await sessions.CreateAsync(c, user.Id, client));
        });
    }

    private async Task<UserRecord> ChangePhoneAsync(PhoneNumber phone, CodeRecord code, bool isOfUser, ClientInfo client)
    {
        try
        {
            return await database.InTransactionAsync(c => codeExchange.ChangePhoneAsync(c, phone, code, isOfUser, client))
                ?? throw new RejectedException(Rejection.CodeWrong);
        }
        catch (DuplicateKeyException)
        {
            throw new RejectedException(Rejection.PhoneTaken, phone.Value);
        }
    }
}
