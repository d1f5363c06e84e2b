using System.Net;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Web;

/// <summary>Cheap checks come first.</summary>
public sealed class CheapChecksTests(TestApp app)
{
    [Fact]
    public async Task Form_of_a_megabyte_is_not_read()
    {
        var page = await app.NewVisitor().RegisterAsync(TestUser.New(new string('A', 1_000_000)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, page.Status);
    }

    [Fact]
    public async Task Password_is_not_compared_with_an_invalid_name()
    {
        var name = string.Join(' ', Enumerable.Range(0, 3_000).Select(i => $"word{i}"));

        var page = await app.NewVisitor().RegisterAsync(TestUser.New(name) with { Password = "word 1815 word" });

        Assert.Equal("A name can be up to 100 characters.", page.ErrorOf("Input_Name"));
        Assert.Null(page.ErrorOf("Input_Password"));
    }
}
