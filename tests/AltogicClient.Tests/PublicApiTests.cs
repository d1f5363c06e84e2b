using PublicApiGenerator;

namespace Altogic.Tests;

public sealed class PublicApiTests
{
    // The verb that registers the client stands in a namespace of Microsoft's, which is left out unless said otherwise.
    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false, DenyNamespacePrefixes = [] };

    [Fact]
    public void Public_API_matches_the_approved_file()
    {
        var approved = Lines(File.ReadAllText(PathOf("PublicApi.txt")));
        var surface = typeof(AltogicClient).Assembly.GeneratePublicApi(Options);
        File.WriteAllText(PathOf("PublicApi.received.txt"), surface + "\n");

        var found = Lines(surface);
        string[] difference = [.. approved.Except(found).Select(line => $"- {line}"), .. found.Except(approved).Select(line => $"+ {line}")];

        Assert.True(approved.SequenceEqual(found),
            $"The public surface has changed. Where that is meant, put {PathOf("PublicApi.received.txt")} in place of PublicApi.txt." +
            $"{Environment.NewLine}{string.Join(Environment.NewLine, difference)}");
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd().Split('\n');

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
