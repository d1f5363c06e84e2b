using Altogic;
using AltogicAuth.Benchmarks.Backend;
using AltogicAuth.Benchmarks.Sites;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Benchmarks.Micro;

/// <summary>Calls of the client against a handler that responds in place, beside the same call through a plain HttpClient.</summary>
public class ClientBenchmarks
{
    private readonly HttpClient _plain = new(new FixedAnswersHandler()) { BaseAddress = new Uri("https://backend.test") };
    private readonly SessionToken _session = new(FixedAnswers.TokenFor(1));
    private readonly SessionToken _sessionOfMany = new(FixedAnswers.TokenFor(100));
    private ServiceProvider _services = null!;
    private AltogicClient _altogic = null!;

    [GlobalSetup]
    public void SetUp()
    {
        var services = new ServiceCollection();
        services.AddAltogicClient(options =>
        {
            options.EnvUrl = "https://backend.test";
            options.ClientKey = "bench";
        }).ConfigurePrimaryHttpMessageHandler(() => new FixedAnswersHandler());
        _services = services.BuildServiceProvider();
        _altogic = _services.GetRequiredService<AltogicClient>();
    }

    [Benchmark]
    public Task<AltogicResult<AltogicUser>> GetUserFromDb() => _altogic.Auth.GetUserFromDbAsync(_session);

    [Benchmark]
    public Task<AltogicResult<IReadOnlyList<AltogicSession>>> GetAllSessions() => _altogic.Auth.GetAllSessionsAsync(_session);

    [Benchmark]
    public Task<AltogicResult<IReadOnlyList<AltogicSession>>> GetAllHundredSessions() => _altogic.Auth.GetAllSessionsAsync(_sessionOfMany);

    [Benchmark]
    public Task<AltogicResult<AuthGrant>> SignInWithEmail() => _altogic.Auth.SignInWithEmailAsync("ada@example.test", "correct horse battery");

    [Benchmark(Baseline = true)]
    public async Task<string> PlainGet() => await _plain.GetStringAsync("/_api/rest/v1/auth/user");

    [GlobalCleanup]
    public void CleanUp() => _services.Dispose();
}
