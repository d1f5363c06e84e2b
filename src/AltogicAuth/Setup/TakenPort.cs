using Microsoft.AspNetCore.Connections;

namespace AltogicAuth.Setup;

/// <summary>A port that another program has is no failure of this one: it is told in one line instead of a stack trace.</summary>
public static class TakenPort
{
    public static bool IsMet(Exception? failure) => failure is IOException { InnerException: AddressInUseException };

    /// <summary>Runs the app until it is told to stop. The exit code: 0, or 1 where it could not listen.</summary>
    public static async Task<int> RunToTheEndAsync(this WebApplication app)
    {
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (IOException failure) when (IsMet(failure))
        {
            await Console.Error.WriteLineAsync($"{failure.Message} Choose another port, for instance by --urls http://localhost:5081");
            return 1;
        }
    }
}
