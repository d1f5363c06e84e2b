using System.Text.RegularExpressions;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Tests.Security;

public sealed partial class DocumentedTestNamesTests
{
    [Fact]
    public void Tests_named_in_the_documents_exist()
    {
        var named = Directory.EnumerateFiles(RepositoryRoot.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .SelectMany(file => TestName().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet();
        var written = Directory.EnumerateFiles(RepositoryRoot.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Method().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet();

        Assert.True(named.Count > 50, $"only {named.Count} names were read");
        Assert.Empty(named.Except(written));
    }

    [GeneratedRegex("`([A-Z][A-Za-z0-9]*_[a-z0-9][A-Za-z0-9_]*)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"public (?:async )?(?:Task|void) (\w+)\(")]
    private static partial Regex Method();
}
