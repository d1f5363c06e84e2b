using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using AltogicAuth.Tests.App;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace AltogicAuth.Tests.Web;

/// <summary>Another backend stores addresses as they were typed. Its accounts are older than the canonical form.</summary>
public sealed class OlderAccountTests : IAsyncDisposable
{
    private const string Domain = "bücher.example";
    private const string AsciiDomain = "xn--bcher-kva.example";

    private readonly OtherBackend _backend = new();
    private readonly TestApp _app;

    public OlderAccountTests() => _app = new TestApp
    {
        Wire = services => services.PostConfigureAll<HttpClientFactoryOptions>(options =>
            options.HttpMessageHandlerBuilderActions.Add(builder => builder.AdditionalHandlers.Add(_backend.NewHandler()))),
    };

    [Theory]
    [InlineData(Domain)]
    [InlineData("BÜCHER.example")]
    [InlineData(AsciiDomain)] // what Chromium makes of it
    public async Task Older_account_logs_in_with_both_forms_of_its_domain(string domain)
    {
        var user = await _app.NewUserAsync(NewUser());

        var login = await _app.NewVisitor().TryLogInAsync(user.Email.Replace(AsciiDomain, domain), user.Password);

        Assert.Equal("/profile", login.Location);
    }

    [Theory]
    [InlineData("/login-with-magic-link", "magic-link", Domain)]
    [InlineData("/login-with-magic-link", "magic-link", AsciiDomain)]
    [InlineData("/forgot-password", "reset-pwd", Domain)]
    [InlineData("/forgot-password", "reset-pwd", AsciiDomain)]
    public async Task Older_account_gets_its_email_link(string form, string action, string domain)
    {
        var user = await _app.NewUserAsync(NewUser());
        var visitor = _app.NewVisitor();
        await visitor.AskForMagicLinkAsync(user.Email.Replace(AsciiDomain, domain), form);

        var page = await visitor.OpenToTheEndAsync((await _app.ReadMailAsync(user.Email, action)).Link);

        Assert.Contains(user.Email.Replace(AsciiDomain, Domain), page.Text);
    }

    [Fact]
    public async Task Older_account_gets_its_confirmation_again()
    {
        var user = await _app.NewUnconfirmedUserAsync(NewUser());

        await _app.NewVisitor().AskForMagicLinkAsync(user.Email.Replace(AsciiDomain, Domain), "/resend-verification");

        Assert.Equal(2, (await _app.MailsToAsync(user.Email)).Count);
    }

    [Fact]
    public async Task Older_account_signs_in_after_a_password_reset()
    {
        var user = await _app.NewUserAsync(NewUser());
        var visitor = _app.NewVisitor();
        await visitor.AskForMagicLinkAsync(user.Email, "/forgot-password");
        var form = await visitor.OpenToTheEndAsync((await _app.ReadMailAsync(user.Email, "reset-pwd")).Link);

        var changed = await visitor.SubmitAsync(form, "main form", ("NewPassword", "a brand new phrase"));

        Assert.Equal("/profile", changed.Location);
    }

    [Fact]
    public async Task Wrong_password_and_unknown_address_make_equal_calls()
    {
        var user = await _app.NewUserAsync(NewUser());
        var (known, unknown) = (user.Email.Replace(AsciiDomain, Domain), NewUser().Email.Replace(AsciiDomain, Domain));

        Assert.Equal((2, 2), (await CallsAsync(known), await CallsAsync(unknown)));

        async Task<int> CallsAsync(string email)
        {
            _backend.Calls.Clear();
            await _app.NewVisitor().TryLogInAsync(email, "not the password");
            return _backend.Calls.Count;
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static TestUser NewUser()
    {
        var user = TestUser.New();
        return user with { Email = user.Email.Replace("example.test", AsciiDomain) };
    }

    /// <summary>Our backend, as if it knew the domain in its own script only.</summary>
    private sealed class OtherBackend
    {
        public ConcurrentQueue<string> Calls { get; } = new();

        public DelegatingHandler NewHandler() => new Handler(this);

        private sealed class Handler(OtherBackend backend) : DelegatingHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
                var call = $"{request.RequestUri} {body}";
                backend.Calls.Enqueue(call);
                if (call.Contains(AsciiDomain))
                {
                    return new HttpResponseMessage(HttpStatusCode.Unauthorized)
                    {
                        RequestMessage = request,
                        Content = JsonContent.Create(new { errors = new[] { new { origin = "client_error", code = "invalid_credentials", message = "Unknown." } } }),
                    };
                }

                var response = await base.SendAsync(request, cancellationToken);
                var json = await response.Content.ReadAsStringAsync(cancellationToken);
                response.Content = new StringContent(json.Replace(AsciiDomain, Domain), null, "application/json");
                return response;
            }
        }
    }
}
