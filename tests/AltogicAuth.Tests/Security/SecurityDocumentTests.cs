using System.Text.RegularExpressions;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Tests.Security;

public sealed partial class SecurityDocumentTests
{
    [Fact]
    public void Every_test_that_the_security_document_names_exists()
    {
        var named = TestName().Matches(File.ReadAllText(RepositoryRoot.PathOf("docs", "security.md"))).Select(match => match.Groups[1].Value).ToHashSet();
        var written = Directory.EnumerateFiles(RepositoryRoot.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Method().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet();

        Assert.True(named.Count > 50, $"only {named.Count} names were read");
        Assert.Empty(named.Except(written));
    }

    [GeneratedRegex("`([A-Z][A-Za-z0-9]*_[A-Za-z0-9_]+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"public (?:async )?(?:Task|void) (\w+)\(")]
    private static partial Regex Method();
}
