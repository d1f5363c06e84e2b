using System.Text.Json.Nodes;
using AltogicAuth.Backend.Tables;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Endpoints;

/// <summary>The session's user and all sessions of that user: section 2 of Altogic's API.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder auth)
    {
        auth.MapGet("/user", (HttpRequest request, Users users) => ApiAnswer.Json(AuthRules.Owner(request, users).Fields));
        auth.MapGet("/sessions", (HttpRequest request, Sessions sessions) =>
            ApiAnswer.Json(new JsonArray([.. sessions.OfUser(request.RequireSession().UserId).Select(session => session.ToJson())])));
        auth.MapPost("/signout", SignOutAsync);
        auth.MapPost("/signout-all", async (HttpRequest request, Sessions sessions) =>
            await sessions.EndAllAsync(request.RequireSession().UserId));
        auth.MapPost("/signout-all-except", async (HttpRequest request, Sessions sessions) =>
        {
            var session = request.RequireSession();
            await sessions.EndAllAsync(session.UserId, except: session.Token);
        });
    }

    private static async Task SignOutAsync(HttpRequest request, Sessions sessions)
    {
        var (session, body) = await request.ReadJsonOfSessionAsync();
        var named = body.Text("token") ?? session.Token;
        if (named.Length != session.Token.Length)
        {
            throw ApiFailure.SessionInvalid(404);
        }

        if (sessions.Find(named) is { } other && other.UserId != session.UserId)
        {
            throw ApiFailure.SessionInvalid(403);
        }

        await sessions.EndAsync(named);
    }
}
