using System.Collections.Concurrent;
using AltogicAuth.Tests.App;
using AltogicAuth.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace AltogicAuth.Tests.Web;

public sealed class EmailAddressTests : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly TestApp _app;

    public EmailAddressTests() => _app = new TestApp
    {
        Wire = services => services.PostConfigureAll<HttpClientFactoryOptions>(options =>
            options.HttpMessageHandlerBuilderActions.Add(builder => builder.AdditionalHandlers.Add(new Recorder(_calls)))),
    };

    [Theory]
    [InlineData("/login", "auth/signin-email")]
    [InlineData("/register", "auth/signup-email")]
    [InlineData("/login-with-magic-link", "auth/send-magic")]
    [InlineData("/forgot-password", "auth/send-reset")]
    [InlineData("/resend-verification", "auth/resend")]
    [InlineData("/profile/email", "auth/change-email")]
    public async Task Backend_gets_the_canonical_address_in_every_language(string form, string call)
    {
        foreach (var language in Languages.Supported.Select(language => language.Name))
        {
            var visitor = _app.NewVisitor();
            visitor.Headers.TryAddWithoutValidation("Accept-Language", language);
            if (form.StartsWith("/profile", StringComparison.Ordinal))
            {
                await visitor.LogInAsync(await _app.NewUserAsync());
            }

            var id = Guid.NewGuid().ToString("N");
            var page = await visitor.OpenAsync(form);
            _calls.Clear();

            var typed = $"  ILKIM-{id}@EXAMPLE.TEST ";
            await visitor.SubmitAsync(page, "main form",
                ("Name", "Ilkım"), ("Identifier", typed), ("Email", typed), ("Password", "a fine long phrase"), ("CurrentPassword", "a fine long phrase"));

            Assert.Contains($"ilkim-{id}@example.test", Assert.Single(_calls, made => made.Contains(call, StringComparison.Ordinal)));
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class Recorder(ConcurrentQueue<string> calls) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            calls.Enqueue(Uri.UnescapeDataString($"{request.RequestUri} {body}"));
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
