using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AltogicAuth.Backend.Tests.Providers;

/// <summary>
/// All six providers in the test process, at their real addresses. They are as strict as the real ones: a code works once, with the
/// verifier, the redirect address and the secret that belong to it.
/// </summary>
internal sealed class FakeProviders
{
    public const string ClientId = "client-id";
    public const string ClientSecret = "client-secret";

    /// <summary>Apple's key for this client, as Apple hands it out.</summary>
    public static readonly ECDsa AppleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static readonly RsaSecurityKey Key = new(RSA.Create(2048)) { KeyId = "key-1" };
    private static readonly RsaSecurityKey ForeignKey = new(RSA.Create(2048)) { KeyId = "key-1" };

    private readonly ConcurrentDictionary<string, Grant> _codes = [];
    private readonly ConcurrentDictionary<string, Grant> _accessTokens = [];

    public FakeUser User { get; set; } = new();

    /// <summary>Changes the claims of identity tokens.</summary>
    public Action<Dictionary<string, object>> AlterIdToken { get; set; } = _ => { };

    /// <summary>Changes the user info.</summary>
    public Action<JsonObject> AlterUserInfo { get; set; } = _ => { };

    /// <summary>Takes the place of a response, or of none.</summary>
    public Func<Uri, CancellationToken, Task<HttpResponseMessage?>> Respond { get; set; } = (_, _) => Task.FromResult<HttpResponseMessage?>(null);

    public bool SignsWithForeignKey { get; set; }

    public bool SignsNothing { get; set; }

    public bool OmitsIdToken { get; set; }

    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>What the backend asked a browser for at a provider.</summary>
    public Callback Consent(Uri authorize)
    {
        var asked = HttpUtility.ParseQueryString(authorize.Query);
        Assert.Equal((ClientId, "code"), (asked["client_id"], asked["response_type"]));
        var code = Guid.NewGuid().ToString("N");
        _codes[code] = new Grant(ProviderOf(authorize.Host), asked["redirect_uri"]!, asked["nonce"], asked["code_challenge"], User);
        var parameters = new Dictionary<string, string> { ["code"] = code, ["state"] = asked["state"]! };
        if (IssuerIn(authorize) is { } issuer)
        {
            parameters["iss"] = issuer;
        }

        if (asked["response_mode"] == "form_post")
        {
            parameters["user"] = $$"""{"name":{"firstName":"{{User.Name}}","lastName":"Apple"},"email":"unsigned@example.test"}""";
        }

        return new Callback(asked["redirect_uri"]!, parameters, IsForm: asked["response_mode"] == "form_post");
    }

    /// <summary>The visitor cancels instead.</summary>
    public static Callback Deny(Uri authorize)
    {
        var asked = HttpUtility.ParseQueryString(authorize.Query);
        var isForm = asked["response_mode"] == "form_post";
        var parameters = new Dictionary<string, string> { ["error"] = isForm ? "user_cancelled_authorize" : "access_denied", ["state"] = asked["state"]! };
        if (IssuerIn(authorize) is { } issuer)
        {
            parameters["iss"] = issuer;
        }

        return new Callback(asked["redirect_uri"]!, parameters, isForm);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        Calls.Enqueue($"{request.Method} {request.RequestUri!.GetLeftPart(UriPartial.Path)}");
        if (await Respond(request.RequestUri, cancellation) is { } response)
        {
            return response;
        }

        var (provider, path) = (ProviderOf(request.RequestUri.Host), request.RequestUri.AbsolutePath);
        return path switch
        {
            "/.well-known/openid-configuration" => Json(Discovery($"https://{request.RequestUri.Host}")),
            "/jwks" => Json(Keys()),
            _ when path.EndsWith("token", StringComparison.Ordinal) => await ExchangeAsync(provider, request, cancellation),
            "/user/emails" => UserOf(request) is { } user ? Json(Emails(user)) : new(HttpStatusCode.Unauthorized),
            _ => UserOf(request) is { } user ? Json(UserInfo(provider, user)) : new(HttpStatusCode.Unauthorized),
        };
    }

    /// <summary>The two that say in the callback who they are (RFC 9207).</summary>
    private static string? IssuerIn(Uri authorize) => ProviderOf(authorize.Host) switch
    {
        "google" => "https://accounts.google.com",
        "github" => "https://github.com/login/oauth",
        _ => null,
    };

    private static string ProviderOf(string host) => host.Split('.')[^2] switch
    {
        "google" or "googleapis" => "google",
        "facebook" => "facebook",
        "x" or "twitter" => "twitter",
        "apple" => "apple",
        "discord" => "discord",
        "github" => "github",
        var other => throw new InvalidOperationException($"No provider is at {other}."),
    };

    private static JsonObject Discovery(string issuer)
    {
        var discovery = new JsonObject
        {
            ["issuer"] = issuer,
            ["authorization_endpoint"] = $"{issuer}/authorize",
            ["token_endpoint"] = $"{issuer}/token",
            ["jwks_uri"] = $"{issuer}/jwks",
            ["response_types_supported"] = new JsonArray("code"),
            ["response_modes_supported"] = new JsonArray("query", "form_post"),
            ["grant_types_supported"] = new JsonArray("authorization_code"),
            ["subject_types_supported"] = new JsonArray("public"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
            ["code_challenge_methods_supported"] = new JsonArray("S256"),
            ["authorization_response_iss_parameter_supported"] = issuer.Contains("google"),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post"),
        };
        if (!issuer.Contains("apple"))
        {
            discovery["userinfo_endpoint"] = $"{issuer}/userinfo";
        }

        return discovery;
    }

    private static JsonObject Keys()
    {
        var key = Key.Rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["alg"] = "RS256",
                ["kid"] = Key.KeyId,
                ["n"] = Base64UrlEncoder.Encode(key.Modulus),
                ["e"] = Base64UrlEncoder.Encode(key.Exponent),
            }),
        };
    }

    private async Task<HttpResponseMessage> ExchangeAsync(string provider, HttpRequestMessage request, CancellationToken cancellation)
    {
        var form = HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellation));
        var isRight = _codes.TryRemove(form["code"] ?? "", out var grant) && grant.Provider == provider && grant.RedirectUri == form["redirect_uri"] &&
            (grant.Challenge is null || grant.Challenge == Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"] ?? "")))) &&
            await IsClientAsync(provider, request.Headers.Authorization, form["client_id"], form["client_secret"]);
        if (!isRight)
        {
            return Json(new JsonObject { ["error"] = "invalid_grant" }, HttpStatusCode.BadRequest);
        }

        var accessToken = Guid.NewGuid().ToString("N");
        _accessTokens[accessToken] = grant!;
        var tokens = new JsonObject { ["access_token"] = accessToken, ["token_type"] = "Bearer", ["expires_in"] = 3600 };
        if (provider is "google" or "apple" or "discord" && !OmitsIdToken)
        {
            tokens["id_token"] = IdToken(provider, grant!);
        }

        return Json(tokens);
    }

    private static async Task<bool> IsClientAsync(string provider, AuthenticationHeaderValue? authorization, string? id, string? secret)
    {
        if (provider != "apple")
        {
            var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{ClientSecret}"));
            return authorization?.Parameter == basic || (id, secret) == (ClientId, ClientSecret);
        }

        var checkedSecret = await new JsonWebTokenHandler().ValidateTokenAsync(secret, new TokenValidationParameters
        {
            ValidIssuer = "TEAM",
            ValidAudiences = ["https://appleid.apple.com", "https://appleid.apple.com/"],
            IssuerSigningKey = new ECDsaSecurityKey(AppleKey) { KeyId = "KEY" },
        });
        return checkedSecret.IsValid && (string)checkedSecret.Claims["sub"] == ClientId && id == ClientId;
    }

    private string IdToken(string provider, Grant grant)
    {
        var claims = new Dictionary<string, object>
        {
            ["iss"] = provider switch { "google" => "https://accounts.google.com", "apple" => "https://appleid.apple.com", _ => "https://discord.com" },
            ["aud"] = ClientId,
            ["sub"] = grant.User.Id,
            ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            ["exp"] = DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeSeconds(),
        };
        if (grant.Nonce is not null)
        {
            claims["nonce"] = grant.Nonce;
        }

        if (grant.User.Email is not null)
        {
            claims["email"] = grant.User.Email;
            claims["email_verified"] = grant.User.IsVerified;
        }

        AlterIdToken(claims);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = SignsNothing ? null : new SigningCredentials(SignsWithForeignKey ? ForeignKey : Key, SecurityAlgorithms.RsaSha256),
        });
    }

    private JsonObject UserInfo(string provider, FakeUser user)
    {
        var info = provider switch
        {
            "google" => new JsonObject
            {
                ["sub"] = user.Id,
                ["name"] = user.Name,
                ["picture"] = user.Picture,
                ["email"] = user.Email,
                ["email_verified"] = user.IsVerified,
            },
            "facebook" => new JsonObject { ["id"] = user.Id, ["name"] = user.Name, ["picture"] = new JsonObject { ["data"] = new JsonObject { ["url"] = user.Picture } } },
            "twitter" => new JsonObject { ["data"] = new JsonObject { ["id"] = user.Id, ["name"] = user.Name, ["profile_image_url"] = user.Picture } },
            "discord" => new JsonObject
            {
                ["id"] = user.Id,
                ["username"] = "ann_1",
                ["global_name"] = user.Name,
                ["avatar"] = "abc",
                ["email"] = user.Email,
                ["verified"] = user.IsVerified,
            },
            "github" => new JsonObject { ["id"] = long.Parse(user.Id, CultureInfo.InvariantCulture), ["login"] = "ann-1", ["name"] = user.Name, ["avatar_url"] = user.Picture, ["email"] = null },
            _ => throw new InvalidOperationException($"{provider} has no user info."),
        };
        AlterUserInfo(info);
        return info;
    }

    private static JsonArray Emails(FakeUser user) =>
    [
        new JsonObject { ["email"] = "other@example.test", ["primary"] = false, ["verified"] = true },
        .. user.Email is null ? [] : (JsonNode[])[new JsonObject { ["email"] = user.Email, ["primary"] = true, ["verified"] = user.IsVerified }],
    ];

    private FakeUser? UserOf(HttpRequestMessage request) =>
        request.Headers.Authorization is { Scheme: "Bearer", Parameter: { } token } && _accessTokens.TryGetValue(token, out var grant) ? grant.User : null;

    private static HttpResponseMessage Json(JsonNode json, HttpStatusCode status = HttpStatusCode.OK) => new(status) { Content = JsonContent.Create(json) };

    private sealed record Grant(string Provider, string RedirectUri, string? Nonce, string? Challenge, FakeUser User);
}

/// <summary>Where a provider sends the browser back to.</summary>
internal sealed record Callback(string Address, Dictionary<string, string> Parameters, bool IsForm)
{
    public Callback With(string name, string value) => this with { Parameters = new(Parameters) { [name] = value } };
}
