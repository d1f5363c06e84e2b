namespace AltogicAuth.Tests.Shared;

public sealed partial class PostgreSqlServer
{
    /// <summary>The server of this process; a test that needs one is skipped where PostgreSQL is not installed.</summary>
    public static PostgreSqlServer Shared
    {
        get
        {
            if (Installed is { } server)
            {
                return server;
            }

            Optional.SkipOrFail("PostgreSQL was not found. Install the package postgresql.");
            return null;
        }
    }

    /// <summary>A server of its own, which a test may stop.</summary>
    public static PostgreSqlServer StartAnother()
    {
        _ = Shared;
        return new PostgreSqlServer();
    }
}
