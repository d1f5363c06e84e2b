using System.Net;
using AltogicAuth.Messages;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace AltogicAuth.Tests.PhoneCodes;

/// <summary>How long a response takes says nothing about a number. No clock decides: each test holds what the response waits for.</summary>
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

        try
        {
            foreach (var number in numbers)
            {
                var visitor = app.NewVisitor();
                var posted = await visitor.SubmitAsync(await visitor.OpenAsync(form), "main form", ("Identifier", number));

                Assert.StartsWith("/enter-code", posted.Location);
            }

            await Eventually.HappensAsync("all calls have begun", () => Task.FromResult(held.Begun == numbers.Length));
        }
        finally
        {
            held.LetGo();
        }
    }

    [Theory]
    [InlineData("/login-with-magic-link")]
    [InlineData("/forgot-password")]
    public async Task Rejected_code_takes_the_minimum_duration_for_every_number(string form)
    {
        await using var app = new TestApp();
        string[] numbers = [(await app.NewPhoneUserAsync()).Email, await NewUnconfirmedAsync(app), TestPhone.New()];
        app.Clock.Advance(TimeSpan.FromMinutes(2));

        foreach (var number in numbers)
        {
            var visitor = app.NewVisitor();
            var asked = await visitor.RequestCodeAsync(form, number);
            await app.Services.GetRequiredService<ResponsePadding>().WhenAllCompletedAsync();

            var rejected = await WaitForPaddingAsync(app, () => visitor.SubmitAsync(asked, "main form", ("Code", "0000"), ("NewPassword", "a brand new phrase")));

            Assert.Equal(CodeForms.Rejected, rejected.ErrorOf("Input_Code"));
            Assert.Single(app.Faults.Calls);
        }
    }

    [Fact]
    public async Task Registration_takes_the_minimum_duration_for_every_number()
    {
        await using var app = new TestApp();
        foreach (var number in (string[])[(await app.NewPhoneUserAsync()).Email, await NewUnconfirmedAsync(app), TestPhone.New()])
        {
            var visitor = app.NewVisitor();
            var form = await visitor.OpenAsync("/register");

            var posted = await WaitForPaddingAsync(
                app, () => visitor.SubmitAsync(form, "main form", ("Name", "Ada"), ("Identifier", number), ("Password", "a fine long phrase")));

            Assert.Equal("/enter-code", posted.Location);
        }
    }

    private static async Task<string> NewUnconfirmedAsync(TestApp app)
    {
        var number = TestPhone.New();
        await app.NewVisitor().RegisterAsync(TestUser.New() with { Email = number });
        return number;
    }

    /// <summary>Fails unless the response waits for the timer of the minimum duration.</summary>
    private static async Task<Page> WaitForPaddingAsync(TestApp app, Func<Task<Page>> submit)
    {
        var (begun, ended) = (NewSignal(), NewSignal());
        app.Clock.ReplaceTimers(ResponsePadding.MinimumDuration, () =>
        {
            begun.TrySetResult();
            return ended.Task;
        });
        app.Faults.ClearCalls();
        try
        {
            var response = submit();
            Assert.Same(begun.Task, await Task.WhenAny(begun.Task, response));
            await Eventually.HappensAsync("the backend is called", () => Task.FromResult(app.Faults.Calls.Count > 0));
            // A later request is responded to first.
            Assert.Equal(HttpStatusCode.OK, (await app.NewVisitor().OpenAsync("/login")).Status);
            Assert.False(response.IsCompleted);
            ended.SetResult();
            return await response;
        }
        finally
        {
            ended.TrySetResult();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Calls of one kind wait on their way to the backend.</summary>
    private sealed class HeldCalls(string path)
    {
        private readonly TaskCompletionSource _released = NewSignal();
        private int _begun;

        public int Begun => _begun;

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
                    await held._released.Task.WaitAsync(cancellationToken);
                }

                return await base.SendAsync(request, cancellationToken);
            }
        }
    }
}
