using AltogicAuth.Benchmarks.Macro;

namespace AltogicAuth.Benchmarks.OwnBackend;

/// <summary>Scripts for wrk: each request is of a random user, for a random visitor's address, so that no limit is reached.</summary>
public static class CallScripts
{
    public static Task<string> GetAsync(string directory, int users, string path) => WriteAsync(directory, users, $"""wrk.format("GET", "{path}")""");

    public static Task<string> ListAsync(string directory, int users, string path, string body) =>
        WriteAsync(directory, users, $"""wrk.format("POST", "{path}", nil, [[{body}]])""");

    /// <param name="directory">Where it is written.</param>
    /// <param name="users">How many there are.</param>
    /// <param name="email">Who signs in; any user unless given.</param>
    public static Task<string> SignInAsync(string directory, int users, string? email = null) => WriteAsync(directory, users,
        $$"""wrk.format("POST", "/_api/rest/v1/auth/signin-email", nil, '{"email":"' .. {{(email is null ? "'user' .. i .. '@example.test'" : $"'{email}'")}} .. '","password":"{{Population.Password}}"}')""");

    private static async Task<string> WriteAsync(string directory, int users, string request)
    {
        var file = Path.Combine(directory, $"{Guid.NewGuid():N}.lua");
        await File.WriteAllTextAsync(file,
            $"""
             math.randomseed(os.time())
             wrk.headers["Content-Type"] = "application/json"
             wrk.headers["X-Client-Key"] = "{Stage.BackendClientKey}"
             wrk.headers["Authorization"] = "{Population.ApiKey}"
             request = function()
                 local i = math.random({users})
                 wrk.headers["Session"] = "token-" .. i
                 wrk.headers["X-Visitor-Address"] = math.random(11, 126) .. "." .. math.random(255) .. "." .. math.random(255) .. "." .. math.random(255)
                 return {request}
             end
             """);
        return file;
    }
}
