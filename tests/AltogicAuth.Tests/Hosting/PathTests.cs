using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Authentication;
using Microsoft.AspNetCore.Hosting;

namespace AltogicAuth.Tests.Hosting;

public sealed class PathTests
{
    [Fact]
    public async Task Relative_paths_are_resolved_from_the_content_root()
    {
        var root = Directory.CreateTempSubdirectory("altogic-auth-root-");
        try
        {
            KeyRingTests.NewCertificate(root, "keys");
            await using (var app = new TestApp
            {
                Settings =
                {
                    [WebHostDefaults.ContentRootKey] = root.FullName,
                    ["DataProtection:KeysDirectory"] = "keys",
                    ["DataProtection:Certificate:Path"] = "keys.pfx",
                    ["DataProtection:Certificate:Password"] = "pfx",
                    ["Backend:DataDirectory"] = "backend",
                },
            })
            {
                await app.NewLoggedInAsync();
            }

            Assert.Equal(["backend", "keys"], root.GetDirectories().Select(directory => directory.Name).Order());
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }
}
