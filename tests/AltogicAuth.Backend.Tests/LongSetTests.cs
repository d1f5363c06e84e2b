using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Backend.Tests;

/// <summary>The same tests on PostgreSQL. They run after the others, so that they do not slow each other down.</summary>
[Collection<Alone>, Trait("Set", "Long")]
public sealed class LongSetTests
{
    private const int MinimumTests = 500;

    [Fact, Trait("Database", "Sqlite")]
    public Task Tests_pass_on_PostgreSql() => TestRun.PassesAsync(typeof(LongSetTests), "PostgreSql", "Embedded", MinimumTests);

    [CollectionDefinition(DisableParallelization = true)]
    public sealed class Alone;
}
