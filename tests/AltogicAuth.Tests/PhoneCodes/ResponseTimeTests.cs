using System.Diagnostics;
using AltogicAuth.Messages;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace AltogicAuth.Tests.PhoneCodes;

/// <summary>How long a response takes says nothing about a number. No test has a time that a slow machine could exceed.</summary>
public sealed class ResponseTimeTests
{
    [Theory]
    [InlineData("/login-with-magic-link", "auth/send-code")]
    [InlineData("/forgot-password", "auth/send-reset-code")]
    [InlineData("/resend-verification", "auth/resend-code")]
    public async Task Response_to_a_request_for_a_code_does_not_wait_for_its_call(string form, string call)
    {
        var held = new HeldCalls(call);
        await using var app = new TestApp { PadsResponses = true, Wire = held.Wire };
        string[] numbers = [(await app.NewPhoneUserAsync()).Email, await NewUnconfirmedAsync(app), TestPhone.New()];
        app.Clock.Advance(TimeSpan.FromMinutes(2));

        foreach (var number in numbers)
        {
            var visitor = app.NewVisitor();
            var posted = await visitor.SubmitAsync(await visitor.OpenAsync(form), "main form", ("Identifier", number));

            Assert.StartsWith("/enter-code", posted.Location);
        }

        await Eventually.HappensAsync("all calls have begun", () => Task.FromResult(held.Begun == numbers.Length));
        Assert.Equal(0, held.Ended);
        held.LetGo();
    }

    [Theory]
    [InlineData("/login-with-magic-link")]
    [InlineData("/forgot-password")]
    public async Task Rejected_code_takes_the_minimum_duration_for_every_number(string form)
    {
        await using var app = new TestApp { PadsResponses = true };
        string[] numbers = [(await app.NewPhoneUserAsync()).Email, await NewUnconfirmedAsync(app), TestPhone.New()];
        app.Clock.Advance(TimeSpan.FromMinutes(2));

        foreach (var number in numbers)
        {
            var visitor = app.NewVisitor();
            var asked = await visitor.FollowAsync(await visitor.SubmitAsync(await visitor.OpenAsync(form), "main form", ("Identifier", number)));
            await app.Services.GetRequiredService<ResponsePadding>().WhenAllCompletedAsync();
            app.Faults.ClearCalls();
            var began = Stopwatch.GetTimestamp();

            await visitor.SubmitAsync(asked, "main form", ("Code", "0000"), ("NewPassword", "a brand new phrase"));

            Assert.True(Stopwatch.GetElapsedTime(began) > 0.9 * ResponsePadding.MinimumDuration);
            Assert.Single(app.Faults.Calls);
        }
    }

    [Fact]
    public async Task Registration_takes_the_minimum_duration_for_every_number()
    {
        await using var app = new TestApp { PadsResponses = true };
        foreach (var number in (string[])[(await app.NewPhoneUserAsync()).Email, await NewUnconfirmedAsync(app), TestPhone.New()])
        {
            var visitor = app.NewVisitor();
            var form = await visitor.OpenAsync("/register");
            var began = Stopwatch.GetTimestamp();

            await visitor.SubmitAsync(form, "main form", ("Name", "Ada"), ("Identifier", number), ("Password", "a fine long phrase"));

            Assert.True(Stopwatch.GetElapsedTime(began) > 0.9 * ResponsePadding.MinimumDuration);
        }
    }

    private static async Task<string> NewUnconfirmedAsync(TestApp app)
    {
        var number = TestPhone.New();
        await app.NewVisitor().RegisterAsync(TestUser.New() with { Email = number });
        return number;
    }

    /// <summary>Calls of one kind wait on their way to the backend.</summary>
    private sealed class HeldCalls(string path)
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _begun;
        private int _ended;

        public int Begun => _begun;

        public int Ended => _ended;

        public void LetGo() => _released.TrySetResult();

        public void Wire(IServiceCollection services) => services.PostConfigureAll<HttpClientFactoryOptions>(options =>
            options.HttpMessageHandlerBuilderActions.Add(handler => handler.AdditionalHandlers.Add(new Handler(this, path))));

        private sealed class Handler(HeldCalls held, string path) : DelegatingHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                if (request.RequestUri!.AbsolutePath.EndsWith(path, StringComparison.Ordinal))
                {
                    Interlocked.Increment(ref held._begun);
                    await held._released.Task;
                    Interlocked.Increment(ref held._ended);
                }

                return await base.SendAsync(request, cancellationToken);
            }
        }
    }
}
