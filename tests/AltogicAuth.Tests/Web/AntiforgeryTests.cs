using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using AltogicAuth.Authentication;
using AltogicAuth.Tests.App;
using Microsoft.AspNetCore.Mvc.Diagnostics;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Page = AltogicAuth.Tests.App.Page;

namespace AltogicAuth.Tests.Web;

public sealed class AntiforgeryTests(TestApp app)
{
    private const string Field = "__RequestVerificationToken";

    [Fact]
    public async Task Handler_runs_only_with_a_valid_token()
    {
        await using var own = new TestApp();
        using var handlers = new Handlers(own);
        var targets = await SiteMap.FormTargetsAsync(own);
        Assert.True(targets.Count > 20, $"only {targets.Count} forms were found");

        var (other, _) = await own.NewLoggedInAsync();
        var tokenOfAnother = TokenOf(await other.OpenAsync("/profile"));
        foreach (var (address, page) in targets)
        {
            var (visitor, token) = await NewVisitorAsync(own, page);
            handlers.ResetAfter();

            List<HttpStatusCode> rejected = [];
            foreach (var wrong in (string?[])[null, "", "random data", tokenOfAnother])
            {
                rejected.Add((await visitor.PostAsync(address, wrong is null ? [] : [KeyValuePair.Create(Field, wrong)])).Status);
            }

            var withoutCookie = own.NewVisitor();
            withoutCookie.SetCookie("__Host-session", visitor.Cookie("__Host-session") ?? "");
            rejected.Add((await withoutCookie.PostAsync(address, [KeyValuePair.Create(Field, token)])).Status);

            Assert.Equal((address, ""), (address, string.Join(' ', handlers.Ran)));
            Assert.All(rejected, status => Assert.True(status is HttpStatusCode.BadRequest or HttpStatusCode.SeeOther, $"{address}: {status}"));

            await visitor.PostAsync(address, [KeyValuePair.Create(Field, token)]);
            Assert.Equal((address, 1), (address, handlers.Ran.Count));
        }
    }

    [Fact]
    public async Task Every_page_has_the_antiforgery_filter() =>
        Assert.All(await SiteMap.PagesAsync(app), site => Assert.Single(site.Page.FilterDescriptors, descriptor => descriptor.Filter is AntiforgeryFilter));

    [Fact]
    public async Task Stale_login_form_keeps_its_values_and_return_url()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        var form = await visitor.OpenAsync("/login?returnUrl=%2Fprofile%2Femail");
        visitor.SetCookie("__Host-antiforgery", "random-data");

        var stale = await visitor.SubmitAsync(form, "main form", ("Identifier", user.Email), ("Password", user.Password), ("RememberMe", "false"));

        Assert.Equal(HttpStatusCode.BadRequest, stale.Status);
        Assert.StartsWith("This page was open for too long", Assert.Single(stale.Document.QuerySelectorAll(".error-summary p")).TextContent);
        Assert.Equal(user.Email, stale.ValueOf("Input_Identifier"));
        Assert.False(stale.Document.QuerySelector("#Input_RememberMe")!.HasAttribute("checked"));
        Assert.DoesNotContain(user.Password, stale.Html);
        Assert.Equal("/profile/email", (await visitor.SubmitAsync(stale, "main form", ("Password", user.Password))).Location);
    }

    [Fact]
    public async Task Stale_form_of_another_user_keeps_the_typed_name()
    {
        var (visitor, _) = await app.NewLoggedInAsync("Ada Lovelace");
        var form = await visitor.OpenAsync("/profile");
        await visitor.LogOutAsync();
        await visitor.LogInAsync(await app.NewUserAsync("Grace Hopper"));

        var stale = await visitor.SubmitAsync(form, "form[action$='handler=Name']", ("Name", "Countess"));

        Assert.Equal(HttpStatusCode.BadRequest, stale.Status);
        Assert.Equal("Countess", stale.ValueOf("NameForm_Name"));
        Assert.Equal("Grace Hopper", stale.Document.QuerySelector("#name")!.TextContent);
        Assert.Single(stale.Document.QuerySelectorAll(".session"));
        Assert.Equal("/profile", (await visitor.SubmitAsync(stale, "form[action$='handler=Name']")).Location);
    }

    [Theory]
    [InlineData("/login", "/profile")]
    [InlineData("/login?returnUrl=%2Fprofile%2Fexport", "/profile/export")]
    [InlineData("/register?returnUrl=%2Fprofile%2Fexport", "/profile/export")]
    public async Task Login_form_redirects_when_another_tab_logged_in(string address, string target)
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        var form = await visitor.OpenAsync(address);
        await visitor.LogInAsync(user);

        Assert.Equal(target, (await visitor.SubmitAsync(form, "main form", ("Identifier", user.Email), ("Password", user.Password))).Location);
        Assert.Equal(target, (await visitor.OpenAsync(address)).Location);
    }

    [Fact]
    public async Task Stale_logout_asks_again()
    {
        var (visitor, _) = await app.NewLoggedInAsync();
        var form = await visitor.OpenAsync("/profile");

        var asked = await visitor.SubmitAsync(form, "form[action='/logout']", (Field, null));
        Assert.Equal(HttpStatusCode.BadRequest, asked.Status);
        Assert.Equal("/login", (await visitor.SubmitAsync(asked, "main form")).Location);
    }

    [Fact]
    public async Task Logout_redirects_to_login_after_the_session_ended()
    {
        var (visitor, _) = await app.NewLoggedInAsync();
        var form = await visitor.OpenAsync("/profile");
        await visitor.LogOutAsync();

        Assert.Equal("/login", (await visitor.SubmitAsync(form, "form[action='/logout']")).Location);
    }

    [Fact]
    public async Task Stale_theme_choice_returns_to_the_page_with_a_message()
    {
        var visitor = app.NewVisitor();
        var form = await visitor.OpenAsync("/login?returnUrl=%2Fprofile%2Fexport");

        var back = await visitor.SubmitAsync(form, "form[action='/preferences']", ("theme", "dark"), (Field, null));

        Assert.Equal("/login?returnUrl=%2Fprofile%2Fexport", back.Location);
        var page = await visitor.FollowAsync(back);
        Assert.StartsWith("This page was open for too long", page.Notice);
        Assert.Equal("system", page.Document.DocumentElement.GetAttribute("data-theme"));
    }

    [Fact]
    public async Task Stale_form_of_an_ended_session_redirects_to_login()
    {
        var (visitor, user) = await app.NewLoggedInAsync();
        var form = await visitor.OpenAsync("/profile");
        var other = app.NewVisitor();
        await other.SubmitAsync(await other.LogInAsync(user), "form[action$='handler=EndOtherSessions']");

        var turnedAway = await visitor.SubmitAsync(form, "form[action$='handler=Name']", (Field, null));

        var login = await visitor.FollowAsync(turnedAway);
        Assert.Equal("/login?returnUrl=%2Fprofile", login.Address);
        Assert.Equal("Your session has ended. Log in again to continue.", login.Notice);
    }

    [Fact]
    public async Task Stale_form_during_an_outage_is_a_503()
    {
        await using var own = new TestApp();
        var (visitor, _) = await own.NewLoggedInAsync();
        var form = await visitor.OpenAsync("/profile");
        own.Faults.Add(new Backend.Testing.Fault("*", Backend.Testing.FaultKind.Status));

        var page = await visitor.SubmitAsync(form, "form[action$='handler=Name']", ("Name", "Countess"), (Field, null));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Equal("Countess", page.ValueOf("NameForm_Name"));
    }

    private static async Task<(Visitor Visitor, string Token)> NewVisitorAsync(TestApp app, CompiledPageActionDescriptor page)
    {
        if (!page.ModelTypeInfo!.IsDefined(typeof(RequireAuthAttribute), inherit: false))
        {
            var visitor = app.NewVisitor();
            return (visitor, TokenOf(await visitor.OpenAsync("/login")));
        }

        var (member, _) = await app.NewLoggedInAsync();
        return (member, TokenOf(await member.OpenAsync("/profile")));
    }

    private static string TokenOf(Page page) =>
        page.FieldsOf(page.Form("form")).First(field => field.Key == Field).Value;

    /// <summary>Records the POST handlers that the framework runs.</summary>
    private sealed class Handlers : IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly ConcurrentQueue<string> _ran = new();
        private readonly IDisposable _subscription;

        public Handlers(TestApp app) => _subscription = app.Services.GetRequiredService<DiagnosticListener>().Subscribe(this);

        public IReadOnlyCollection<string> Ran => _ran;

        public void ResetAfter() => _ran.Clear();

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is BeforeHandlerMethodEventData { HandlerMethodDescriptor: { HttpMethod: "Post" } handler })
            {
                _ran.Enqueue($"{handler.MethodInfo.DeclaringType!.Name}.{handler.MethodInfo.Name}");
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose() => _subscription.Dispose();
    }
}
