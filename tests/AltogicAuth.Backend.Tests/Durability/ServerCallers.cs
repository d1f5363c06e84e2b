using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Backend.Tests.Durability;

internal static class ServerCallers
{
    public const string Password = "secret phrase";

    public static Caller NewCaller(this ServerProcess server, string? session = null) =>
        NewCaller(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address }, session);

    public static Caller NewCaller(HttpClient http, string? session)
    {
        http.DefaultRequestHeaders.Add("X-Client-Key", BackendOptions.DevelopmentClientKey);
        if (session is not null)
        {
            http.DefaultRequestHeaders.Add("Session", session);
        }

        return new Caller(http);
    }

    public static string NewEmail() => $"ann-{Guid.NewGuid():N}@example.test";

    public static Task<ApiResult> SignUpAsync(this Caller caller, string email) => caller.PostAsync("auth/signup-email", new { email, password = Password });

    public static Task<ApiResult> SignInAsync(this Caller caller, string email, string password = Password) =>
        caller.PostAsync("auth/signin-email", new { email, password });

    /// <summary>Confirms an address by its mailed link, and returns the session of that.</summary>
    public static async Task<string> ConfirmAsync(this Caller caller, string email) =>
        SessionOf(await caller.GetAsync($"auth/grant?key={await caller.AccessTokenAsync(email, "email-confirm")}"));

    public static string SessionOf(ApiResult signIn) => (string)signIn.Json!["session"]!["token"]!;
}
