using AltogicAuth.Tests.Shared;

namespace Altogic.ContractTests;

/// <summary>The contract on the other database, and with the backend as a server of its own.</summary>
[Trait("Set", "Long"), Trait("Database", "Sqlite")]
public sealed class LongSetTests
{
    private const int MinimumTests = 40;

    [Theory]
    [InlineData("PostgreSql", "Embedded")]
    [InlineData("Sqlite", "Server")]
    [InlineData("PostgreSql", "Server")]
    public Task Contract_holds(string database, string backend) => TestRun.PassesAsync(typeof(LongSetTests), database, backend, MinimumTests);
}
