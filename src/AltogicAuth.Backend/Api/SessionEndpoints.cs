using AltogicAuth.Backend.Accounts;

namespace AltogicAuth.Backend.Api;

/// <summary>The user of a session, and all sessions of that user: section 2 of the contract.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder auth)
    {
        auth.MapGet("/user", async (HttpRequest request, Users users) =>
            ApiResponse.User(await users.OfSessionAsync(await request.RequireSessionAsync())));
        auth.MapGet("/sessions", async (HttpRequest request, Sessions sessions) =>
            ApiResponse.Sessions(await sessions.OfUserAsync((await request.RequireSessionAsync()).UserId)));
        auth.MapPost("/signout", SignOutAsync);
        auth.MapPost("/signout-all", async (HttpRequest request, Sessions sessions) =>
            await sessions.EndAllAsync((await request.RequireSessionAsync()).UserId, request.ClientInfo()));
        auth.MapPost("/signout-all-except", async (HttpRequest request, Sessions sessions) =>
        {
            var session = await request.RequireSessionAsync();
            await sessions.EndOthersAsync(session, request.ClientInfo());
        });
    }

    private static async Task SignOutAsync(HttpRequest request, Sessions sessions)
    {
        var (session, body) = await request.ReadJsonOfSessionAsync();
        var own = request.Headers["Session"].ToString();
        var token = body.Text("token") ?? own;
        if (token.Length != own.Length)
        {
            throw ApiException.SessionInvalid(404);
        }

        if (await sessions.FindAsync(token) is { } other && other.UserId != session.UserId)
        {
            throw ApiException.SessionInvalid(403);
        }

        await sessions.EndAsync(session.UserId, token, request.ClientInfo());
    }
}
