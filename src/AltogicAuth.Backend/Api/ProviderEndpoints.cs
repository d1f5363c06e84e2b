using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Data;
using AltogicAuth.Backend.Providers;
using Microsoft.AspNetCore.Http.Features;

namespace AltogicAuth.Backend.Api;

/// <summary>
/// Sign-in at a provider: section 2.4 of the contract. A person sees every response, so each failure redirects to the app too.
/// </summary>
internal static partial class ProviderEndpoints
{
    // Apple posts its callback: a code, a state and a name.
    private const int MaxCallbackBytes = 64 * 1024;

    public static void MapProviders(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/_auth/{provider}", StartAsync);
        endpoints.MapMethods("/_auth/{provider}/callback", ["GET", "POST"], FinishAsync);
    }

    private static Task<IResult> StartAsync(string provider, HttpContext http, BackendProviders providers, ProviderClient client) =>
        RunAsync(http, provider, async address =>
        {
            if (providers.HasStandIn(provider))
            {
                return Results.Redirect($"{address.PublicUrl}/_auth/{provider}/stand-in");
            }

            if (!providers.IsConfigured(provider))
            {
                return NotConfigured(address);
            }

            // An image or a frame of another site would leave cookies here.
            if (http.Request.Headers["Sec-Fetch-Dest"].ToString() is not ("" or "document"))
            {
                return Failure(address, 400, "A sign-in begins with a link.", "invalid_request");
            }

            await client.ChallengeAsync(http, provider);
            return Results.Empty;
        });

    private static Task<IResult> FinishAsync(
        string provider, HttpContext http, BackendProviders providers, ProviderClient client, ProviderSignIns signIns) =>
        RunAsync(http, provider, async address =>
        {
            if (!providers.IsConfigured(provider))
            {
                return NotConfigured(address);
            }

            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            {
                limit.MaxRequestBodySize = MaxCallbackBytes;
            }

            return await SignInAsync(address, signIns, await client.AuthenticateAsync(http, provider), http.Request.ClientInfo());
        });

    /// <summary>Redirects to the app with an access token of the user.</summary>
    public static async Task<IResult> SignInAsync(BackendAddress address, ProviderSignIns signIns, ProviderIdentity identity, ClientInfo client) =>
        Results.Redirect(AppRedirect.Success(address, LinkAction.ProviderSignIn, await signIns.SignInAsync(identity, client)));

    private static IResult NotConfigured(BackendAddress address) => Failure(address, 400, "This provider is not configured.", "provider_not_configured");

    public static IResult Cancelled(BackendAddress address) => Failure(address, 401, "The sign-in was cancelled.", "access_denied");

    /// <summary>Counts the attempt, and makes a redirect to the app of whatever goes wrong.</summary>
    public static async Task<IResult> RunAsync(HttpContext http, string provider, Func<BackendAddress, Task<IResult>> run)
    {
        var address = http.RequestServices.GetRequiredService<BackendAddress>();
        if (!BackendProviders.Names.Contains(provider))
        {
            return http.Request.AcceptsJson() ? throw ApiException.NothingHere() : LinkPages.UnknownProvider(http, address.Site);
        }

        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await http.RequestServices.GetRequiredService<RateLimits>().AcquireAsync(http.Request.ClientInfo(), account: null);
            return await run(address);
        }
        catch (Exception failure) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            return FailureOf(failure, http, provider, address);
        }
    }

    private static IResult FailureOf(Exception failure, HttpContext http, string provider, BackendAddress address)
    {
        var logger = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ProviderEndpoints));
        switch (failure)
        {
            case ProviderSignInException { IsCancelled: true }:
                return Cancelled(address);
            case ProviderSignInException rejected:
                Rejected(logger, provider, rejected.Message);
                return Failure(address, 401, "The sign-in did not succeed.", "provider_sign_in_failed");
            case RejectedException { Reason: Rejection.EmailTaken }:
                return Failure(address, 401, "An account with the same email address exists already.", "email_not_unique");
            case RejectedException { Reason: Rejection.TooManyAttempts }:
                return Failure(address, 429, "There were too many attempts. Wait before the next one.", "rate_limit_exceeded");
            case DatabaseUnavailableException:
                Failed(logger, failure, provider);
                return Failure(address, 503, "The service is not available at the moment. Try again.", "database_unavailable");
            case HttpRequestException or OperationCanceledException:
                Failed(logger, failure, provider);
                return Failure(address, 503, "The provider is not available at the moment. Try again.", "provider_unavailable");
            default:
                Failed(logger, failure, provider);
                return Failure(address, 500, "Something went wrong.", "internal_server_error");
        }
    }

    private static IResult Failure(BackendAddress address, int status, string error, string code) =>
        Results.Redirect(AppRedirect.Failure(address, LinkAction.ProviderSignIn, status, error, code));

    [LoggerMessage(3030, LogLevel.Warning, "A sign-in at {Provider} was rejected: {Reason}")]
    private static partial void Rejected(ILogger logger, string provider, string reason);

    [LoggerMessage(3031, LogLevel.Error, "A sign-in at {Provider} failed")]
    private static partial void Failed(ILogger logger, Exception failure, string provider);
}
