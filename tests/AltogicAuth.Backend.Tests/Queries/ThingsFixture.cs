namespace AltogicAuth.Backend.Tests.Queries;

/// <summary>Ann with an object for each type that a value has, and Bob with one that fulfils everything.</summary>
public sealed class ThingsFixture : IAsyncLifetime
{
    public const string Model = "things";

    internal BackendHost Backend { get; private set; } = null!;

    internal Caller Ann { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Backend = await BackendHost.StartAsync();
        (Ann, _, _, _) = await Backend.NewUserAsync();
        await Ann.PostAsync("db/create", new
        {
            model = Model,
            values = new object[]
            {
                new { name = "text", value = "10" },
                new { name = "ten", value = 10, grade = 2 },
                new { name = "half", value = 0.5, grade = 2 },
                new { name = "minus", value = -3, grade = 1 },
                new { name = "huge", value = 12345678901234567890123456m },
                new { name = "yes", value = true },
                new { name = "no", value = false },
                new { name = "null", value = (string?)null },
                new { name = "missing" },
                new { name = "list", value = new[] { 10 } },
                new { name = "object", value = new { inner = 10 } },
                new { name = "quotes", value = """it's "so" \n""" },
                new { name = "accents", value = "élan", başlık = "x" },
            },
        });
        var (bob, _, _, _) = await Backend.NewUserAsync();
        await bob.PostAsync("db/create", new { model = Model, values = new { name = "ten", value = 10 } });
    }

    public ValueTask DisposeAsync() => Backend.DisposeAsync();

    internal async Task<IEnumerable<string>> NamesAsync(object query) =>
        (await Ann.PostAsync("db/get-list", new { model = Model, query })).Json!.AsArray().Select(thing => (string)thing!["name"]!);
}
