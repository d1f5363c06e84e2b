using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Tests;

/// <summary>
/// The same tests on PostgreSQL, and the journeys with the backend as a server of its own. They run after the others, so that they do
/// not slow each other down.
/// </summary>
[Collection<Alone>, Trait("Set", "Long"), Trait("Database", "Sqlite")]
public sealed class LongSetTests
{
    private const int MinimumTests = 1_000;
    private const int MinimumJourneys = 200;

    [Fact]
    public Task Tests_pass_on_PostgreSql() => TestRun.PassesAsync(typeof(LongSetTests), "PostgreSql", "Embedded", MinimumTests);

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public Task Journeys_pass_with_a_backend_server(string database) => TestRun.PassesAsync(
        typeof(LongSetTests), database, "Server", MinimumJourneys, "--filter-namespace", "AltogicAuth.Tests.Pages", "--filter-not-trait", "Backend=Embedded");

    [CollectionDefinition(DisableParallelization = true)]
    public sealed class Alone;
}
