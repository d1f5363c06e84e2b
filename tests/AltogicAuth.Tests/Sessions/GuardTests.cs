using AltogicAuth.Sessions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AltogicAuth.Tests.Sessions;

public sealed class GuardTests
{
    [Fact]
    public void Every_page_says_whom_it_is_for()
    {
        var pages = typeof(Program).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PageModel)) && !type.IsAbstract).ToList();
        Assert.True(pages.Count > 15);

        Assert.All(pages, page => Assert.Single(page.GetCustomAttributes(inherit: false),
            attribute => attribute is RequireAuthAttribute or RequireNoAuthAttribute or AnyoneAttribute));
    }
}
