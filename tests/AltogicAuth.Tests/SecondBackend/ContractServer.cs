using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AltogicAuth.Tests.SecondBackend;

/// <summary>
/// A second implementation of the calls that phone numbers need, on a socket. It is written from the wire contract alone and shares no type
/// with the backend of this repository. It sends what is documented of Altogic's cloud, and ignores and sends none of our additions.
/// </summary>
internal sealed class ContractServer : IAsyncDisposable
{
    private const string ClientKey = "key-of-the-second-backend";
    private const string Environment = "/e:62602c378415c0a0519102b6";

    private readonly WebApplication _app;
    private readonly SemaphoreSlim _turn = new(1, 1);

    public ContractServer(TimeProvider time)
    {
        Accounts = new ContractAccounts(time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Use(RespondAsync);
        var api = _app.MapGroup($"{Environment}/_api/rest/v1");
        MapPhone(api.MapGroup("/auth"));
        MapUser(api.MapGroup("/auth"));
        MapObjects(api.MapGroup("/db/object"));
        ((IHost)_app).Start();
    }

    public ContractAccounts Accounts { get; }

    /// <summary>What the site needs to know.</summary>
    public IEnumerable<KeyValuePair<string, string>> SiteSettings =>
    [
        KeyValuePair.Create("Altogic:EnvUrl", $"{_app.Urls.Single()}{Environment}"),
        KeyValuePair.Create("Altogic:ClientKey", ClientKey),
        KeyValuePair.Create("Altogic:Phone", "true"),
    ];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // One call at a time: the accounts are plain lists.
    private async Task RespondAsync(HttpContext http, RequestDelegate next)
    {
        await _turn.WaitAsync(http.RequestAborted);
        try
        {
            if (http.Request.Headers["X-Client-Key"] != ClientKey)
            {
                throw new CallRejectedException(401, "invalid_client_key");
            }

            await next(http);
        }
        catch (CallRejectedException rejected)
        {
            http.Response.StatusCode = rejected.Status;
            await http.Response.WriteAsJsonAsync(rejected.ToJson());
        }
        finally
        {
            _turn.Release();
        }
    }

    private void MapPhone(IEndpointRouteBuilder auth)
    {
        auth.MapPost("/signup-phone", (JsonObject body) => Accounts.SignUp(Text(body, "phone"), Text(body, "password"), body["nameOrUserData"] ?? body["name"]));
        auth.MapPost("/signin-phone", (JsonObject body) => Accounts.SignInByPhone(Text(body, "phone") ?? "", Text(body, "password")));
        auth.MapPost("/signin-code", (string? phone, string? code) => Accounts.SignInByCode(Phone(phone), Code(code)));
        auth.MapPost("/verify-phone", (string? phone, string? code) => Accounts.VerifyPhone(Phone(phone), Code(code)));
        auth.MapPost("/send-code", (string? phone) => Accounts.SendSignInCode(Phone(phone)));
        auth.MapPost("/resend-code", (string? phone) => Accounts.ResendCode(Phone(phone)));
        auth.MapPost("/send-reset-code", (string? phone) => Accounts.SendResetCode(Phone(phone)));
        auth.MapPost("/reset-pwd-code", (string? phone, string? code, JsonObject body) =>
            Accounts.ResetPassword(Phone(phone), Code(code), Text(body, "newPassword")));
        auth.MapPost("/change-phone", ([FromHeader] string? session, JsonObject body) =>
            Accounts.ChangePhone(Accounts.RequireSession(session), Text(body, "currentPassword"), Text(body, "newPhone")));
    }

    private void MapUser(IEndpointRouteBuilder auth)
    {
        auth.MapPost("/signin-email", (JsonObject body) => Accounts.SignInByEmail(Text(body, "email"), Text(body, "password")));
        auth.MapGet("/user", ([FromHeader] string? session) => ContractAccounts.Copy(Accounts.RequireSession(session).Account.User));
        auth.MapGet("/sessions", ([FromHeader] string? session) => Accounts.SessionsOf(Accounts.RequireSession(session).Account));
        auth.MapPost("/signout", ([FromHeader] string? session, JsonObject body) => Accounts.EndSession(Accounts.RequireSession(session), Text(body, "token")));
        auth.MapPost("/signout-all", ([FromHeader] string? session) => Accounts.EndSessions(Accounts.RequireSession(session).Account, except: null));
        auth.MapPost("/signout-all-except", ([FromHeader] string? session) =>
        {
            var current = Accounts.RequireSession(session);
            Accounts.EndSessions(current.Account, except: current);
        });
    }

    private void MapObjects(IEndpointRouteBuilder objects)
    {
        objects.MapPost("/update", ([FromHeader] string? session, JsonObject body) => Accounts.Update(RequireOwn(session, body), body["values"]!.AsObject()));
        objects.MapPost("/update-fields", ([FromHeader] string? session, JsonObject body) =>
            Accounts.UpdateFields(RequireOwn(session, body), body["updates"]!.AsArray()));
    }

    private ContractAccounts.Session RequireOwn(string? token, JsonObject body)
    {
        var session = Accounts.RequireSession(token);
        var isOwn = Text(body, "model") == "users" && Text(body, "id") == (string?)session.Account.User["_id"];
        return isOwn ? session : throw new CallRejectedException(404, "object_not_found");
    }

    private static string Phone(string? phone) => phone is { Length: > 0 } ? phone : throw new CallRejectedException(400, "missing_phone_number");

    private static string Code(string? code) => code is { Length: > 0 } ? code : throw new CallRejectedException(400, "missing_sms_code");

    private static string? Text(JsonObject body, string name) => (string?)body[name];
}
