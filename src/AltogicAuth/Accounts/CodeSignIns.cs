using AltogicAuth.EmailLinks;
using AltogicAuth.Messages;
using AltogicAuth.PhoneCodes;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Accounts;

/// <summary>Takes the code of a text message: signs in, or confirms a number.</summary>
public sealed class CodeSignIns(
    AltogicClient altogic, AttemptPermits permits, SentCodes codes, ResponsePadding padding, SignInManager signInManager, SignInCompletion completion,
    Flash flash, SecurityEvents events)
{
    private readonly SharedCalls<Exchange> _running = new();

    /// <summary>Returns the path of the next page, or null where the code was rejected.</summary>
    public async Task<string?> EnterAsync(HttpContext http, PendingCode pending, string code)
    {
        await permits.AcquireAsync(http, RateLimitPolicy.Code, pending.Number);
        // As long for a number that no account has.
        var minimumDuration = padding.DelayAsync();
        // Only a change of number is about the session. A backend may reject any other call for one that has ended.
        var session = pending.Purpose == CodePurpose.ChangePhone ? http.FindSession()?.Token : null;
        var exchange = await _running.RunAsync($"{pending.Id} {code}", () => ExchangeAsync(pending, code, session));
        var path = exchange.Grant.IsSuccess ? await CompleteAsync(http, pending, exchange) : null;
        if (path is null)
        {
            events.CodeRejected(pending.Purpose.Name, SignInDetails.RejectionOf(exchange.Grant));
            await minimumDuration;
            return null;
        }

        codes.DeletePending(http);
        await permits.ResetAsync(http, RateLimitPolicy.Code, pending.Number);
        return path;
    }

    private async Task<Exchange> ExchangeAsync(PendingCode pending, string code, SessionToken? session)
    {
        var confirms = pending.Purpose.VerifiesNumber;
        var grant = await ExchangeAsync(pending.Number, code, confirms, session);
        var isOfOtherKind = grant.Error is { } error &&
            (error.Has(ErrorCodes.InvalidTokenType) || error.Has(ErrorCodes.PhoneNotVerified) || error.Has(ErrorCodes.PhoneAlreadyVerified));
        return pending.Purpose.AcceptsOtherKind && isOfOtherKind
            ? new Exchange(await ExchangeAsync(pending.Number, code, !confirms, session), !confirms)
            : new Exchange(grant, confirms);
    }

    // Who chose the password is known only after the exchange shows the account: until then it is held.
    private Task<AltogicResult<AuthGrant>> ExchangeAsync(string number, string code, bool confirms, SessionToken? session) =>
        confirms ? altogic.Auth.VerifyPhoneAsync(number, code, holdPassword: true, session) : altogic.Auth.SignInWithCodeAsync(number, code);

    private async Task<string?> CompleteAsync(HttpContext http, PendingCode pending, Exchange exchange)
    {
        if (exchange.Confirms)
        {
            events.PhoneConfirmed(exchange.Grant.Value.User.Id);
        }

        if (SignInDetails.FindGranted(exchange.Grant) is { } granted)
        {
            return await SignInAsync(http, pending, granted, exchange);
        }

        if (pending.Purpose != CodePurpose.ChangePhone)
        {
            return null;
        }

        flash.SetFlash(http, "ChangePhone.Done");
        return ReturnUrl.Profile;
    }

    private async Task<string?> SignInAsync(HttpContext http, PendingCode pending, GrantedSession granted, Exchange exchange)
    {
        if (pending.Purpose.IsForSignedIn && http.User.UserId() != granted.UserId)
        {
            // The number moved to another account meanwhile.
            await signInManager.TryEndSessionAsync(new SessionToken(granted.SessionToken));
            return null;
        }

        return await completion.CompleteAsync(http, new SignInDetails(granted, pending.Purpose.Name, pending.ReturnUrl)
        {
            Remember = http.FindSession()?.IsRemembered ?? true,
            Code = pending.Purpose,
            SignedInText = exchange.Confirms ? "Code.Confirmed" : null,
            PasswordStatus = PasswordStatusOf(http, pending, granted, exchange),
        });
    }

    private static PasswordStatus PasswordStatusOf(HttpContext http, PendingCode pending, GrantedSession granted, Exchange exchange)
    {
        var provesFirst = exchange.Confirms && exchange.Grant.Value.User.EmailVerified != true && http.User.UserId() != granted.UserId;
        var isOwn = granted.IsRegisteredBy(pending.RegistrationKey, pending.SignUp == SignUpEffect.CreatedAccount);
        return !provesFirst ? PasswordStatus.Unknown : isOwn ? PasswordStatus.Confirmed : PasswordStatus.Unconfirmed;
    }

    private sealed record Exchange(AltogicResult<AuthGrant> Grant, bool Confirms);
}
