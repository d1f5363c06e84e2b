using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using AltogicAuth.Backend.Accounts;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Diagnostics;
using OpenIddict.Client.AspNetCore;
using static OpenIddict.Client.AspNetCore.OpenIddictClientAspNetCoreConstants;
using Claims = OpenIddict.Abstractions.OpenIddictConstants.Claims;

namespace AltogicAuth.Backend.Providers;

/// <summary>Sends a visitor to a provider, and reads who comes back.</summary>
internal sealed class ProviderClient(BackendAddress address, GitHubEmails gitHubEmails)
{
    // Each has about 130 bytes, and lives as long as a state.
    private const int MaxCookies = 4;

    /// <summary>What the names of correlation cookies begin with.</summary>
    public static string CookieName(BackendAddress address) =>
        address.PublicUrl.StartsWith("https:", StringComparison.Ordinal) ? "__Host-provider" : "provider";

    /// <summary>Redirects to the provider, with a state that only this browser can bring back.</summary>
    public async Task ChallengeAsync(HttpContext http, string provider)
    {
        DeleteSurplusCookies(http);
        var handler = await BeginAsync(http);
        await handler.ChallengeAsync(new AuthenticationProperties { Items = { [Properties.ProviderName] = provider }, RedirectUri = "/" });
        if (http.GetOpenIddictClientResponse() is { Error: not null } failed)
        {
            // It has not read the provider's configuration.
            throw new HttpRequestException(failed.ErrorUri);
        }
    }

    /// <exception cref="ProviderSignInException">The visitor cancelled, or the request is not what the provider was asked for.</exception>
    public async Task<ProviderIdentity> AuthenticateAsync(HttpContext http, string provider)
    {
        var handler = await BeginAsync(http);
        if (http.GetOpenIddictClientResponse() is { Error: not null } rejected)
        {
            throw new ProviderSignInException(await IsCancelledAsync(http.Request), rejected.ErrorUri ?? "the request is malformed");
        }

        var result = await handler.AuthenticateAsync();
        if (result is not { Succeeded: true, Properties: { } properties })
        {
            throw new ProviderSignInException(await IsCancelledAsync(http.Request), result.Properties?.Items[Properties.ErrorUri] ?? "no result");
        }

        var claims = new ProviderClaims(result.Principal);
        RequireSameSignIn(properties, claims);
        if (properties.Items[Properties.ProviderName] != provider)
        {
            throw new ProviderSignInException(isCancelled: false, "the state is of another provider");
        }

        var identity = new ProviderIdentity(provider, claims.Id ?? "", EmailAddress.TryParse(await FindEmailAsync(provider, claims, properties, http.RequestAborted)),
            claims.Name ?? await AppleName.ReadAsync(http.Request), claims.Picture);
        return identity.IsValid ? identity : throw new ProviderSignInException(isCancelled: false, "there is no usable id");
    }

    /// <summary>
    /// Compares what OpenIddict does not compare for Discord: its identity tokens need not have the nonce, because PKCE ties the code to
    /// this browser, and its user info has the subject by another name.
    /// </summary>
    private static void RequireSameSignIn(AuthenticationProperties properties, ProviderClaims claims)
    {
        var token = properties.GetParameter<ClaimsPrincipal>(Properties.BackchannelIdentityTokenPrincipal);
        var info = properties.GetParameter<ClaimsPrincipal>(Properties.UserInfoTokenPrincipal);
        string?[] ids = [token?.FindFirst(Claims.Subject)?.Value, info?.FindFirst(Claims.Subject)?.Value, info?.FindFirst("id")?.Value];
        if (ids.Any(id => id is not null && id != claims.Id))
        {
            throw new ProviderSignInException(isCancelled: false, "the user info is of another subject");
        }

        var nonce = properties.GetParameter<ClaimsPrincipal>(Properties.StateTokenPrincipal)?.FindFirst(Claims.Private.Nonce)?.Value ?? "";
        if (token?.FindFirst(Claims.Nonce) is { Value: var hash } && hash != Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(nonce))))
        {
            throw new ProviderSignInException(isCancelled: false, "the nonce is of another sign-in");
        }
    }

    private async Task<string?> FindEmailAsync(string provider, ProviderClaims claims, AuthenticationProperties properties, CancellationToken cancellation) =>
        provider == "github"
            ? await gitHubEmails.FindVerifiedAsync(properties.GetTokenValue(Tokens.BackchannelAccessToken) ?? "", cancellation)
            : claims.VerifiedEmail;

    /// <summary>Lets OpenIddict read the request. Its own middleware would do that for every request of the site.</summary>
    private async Task<IAuthenticationRequestHandler> BeginAsync(HttpContext http)
    {
        // OpenIddict compares the address of the request with the registered one. Callers choose the Host header, so it does not count.
        var url = new Uri(address.PublicUrl);
        (http.Request.Scheme, http.Request.Host, http.Request.PathBase) = (url.Scheme, new HostString(url.Authority), url.AbsolutePath.TrimEnd('/'));
        // Otherwise it would write a page of its own when a provider cannot be reached.
        http.Features.Set<IStatusCodePagesFeature>(new StatusCodePagesFeature());
        var handlers = http.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>();
        var handler = (IAuthenticationRequestHandler)(await handlers.GetHandlerAsync(http, OpenIddictClientAspNetCoreDefaults.AuthenticationScheme))!;
        return await handler.HandleRequestAsync() ? throw new InvalidOperationException("OpenIddict has sent a response of its own.") : handler;
    }

    /// <summary>Many sign-ins that are begun and not finished would fill the header of every request.</summary>
    private void DeleteSurplusCookies(HttpContext http)
    {
        var prefix = $"{CookieName(address)}.";
        string[] cookies = [.. http.Request.Cookies.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];
        if (cookies.Length < MaxCookies)
        {
            return;
        }

        foreach (var cookie in cookies)
        {
            http.Response.Cookies.Delete(cookie, new CookieOptions { Secure = true, SameSite = SameSiteMode.None });
        }
    }

    // Apple has a name of its own for it. A forged callback that says so has no other effect than this page.
    private static async Task<bool> IsCancelledAsync(HttpRequest request)
    {
        var error = request.HasFormContentType ? (await request.ReadFormAsync())["error"] : request.Query["error"];
        return error == "access_denied" || error == "user_cancelled_authorize";
    }
}
