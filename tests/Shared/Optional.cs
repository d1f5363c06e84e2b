using System.Diagnostics.CodeAnalysis;

namespace AltogicAuth.Tests.Shared;

/// <summary>A test that needs a program which is not everywhere.</summary>
public static class Optional
{
    /// <summary>Skips the test for this reason; with <c>REQUIRE_OPTIONAL_TESTS=1</c> it fails.</summary>
    [DoesNotReturn]
    public static void SkipOrFail(string reason)
    {
        if (Environment.GetEnvironmentVariable("REQUIRE_OPTIONAL_TESTS") == "1")
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }
}
