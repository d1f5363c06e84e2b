using System.Net;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Pages;

public sealed class AuthRedirectTests(TestApp app)
{
    [Fact]
    public async Task Unrequested_link_signs_in_only_by_post()
    {
        var user = await app.NewUserAsync();
        var landing = await LandingOfAsync(user.Email);
        var stranger = app.NewVisitor();

        var parked = await stranger.OpenAsync(landing);
        Assert.Equal("/auth-redirect", parked.Location);
        var button = await stranger.FollowAsync(parked);
        Assert.Equal("/auth-redirect", button.Address);
        Assert.Null(stranger.Cookie("__Host-session"));

        var profile = await stranger.FollowAsync(await stranger.SubmitAsync(button, "main form"));
        Assert.Equal("/profile", profile.Address);
        Assert.Contains(user.Email, profile.Text);
    }

    [Fact]
    public async Task Repeated_submission_redirects_a_signed_in_user_to_the_profile()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        var button = await visitor.OpenToTheEndAsync(await LandingOfAsync(user.Email));
        await visitor.SubmitAsync(button, "main form");

        Assert.Equal("/profile", (await visitor.OpenAsync("/auth-redirect")).Location);
        var profile = await visitor.OpenAsync("/profile");
        var again = await visitor.PostAsync("/auth-redirect", profile.FieldsOf(profile.Form("form[action='/logout']")));
        Assert.Equal("/profile", again.Location);
    }

    [Fact]
    public async Task Scanners_and_prefetches_do_not_use_up_a_link()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        await visitor.AskForMagicLinkAsync(user.Email);
        var landing = (await app.NewVisitor().OpenAsync((await app.ReadMailAsync(user.Email, "magic-link")).Link)).Location!;

        await app.NewVisitor().OpenToTheEndAsync(landing);
        await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Head, landing));
        foreach (var (header, value) in new[] { ("Sec-Purpose", "prefetch;prerender"), ("Purpose", "prefetch"), ("X-Moz", "prefetch"), ("Sec-Fetch-Dest", "image") })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, landing);
            request.Headers.Add(header, value);
            Assert.Equal("/auth-redirect", (await visitor.SendAsync(request)).Location);
        }

        Assert.Null(visitor.Cookie("__Host-session"));
        Assert.Equal("/profile", (await visitor.OpenAsync(landing)).Location);
    }

    [Fact]
    public async Task Link_for_another_address_asks_before_it_signs_in()
    {
        var attacker = await app.NewUserAsync("Mallory");
        var victim = await app.NewUserAsync();
        var landing = await LandingOfAsync(attacker.Email);
        var visitor = app.NewVisitor();
        await visitor.AskForMagicLinkAsync(victim.Email);

        var question = await visitor.OpenToTheEndAsync(landing);

        Assert.Equal("Is this you?", question.Heading);
        Assert.Contains(attacker.Email, question.Text);
        Assert.Null(visitor.Cookie("__Host-session"));
        await visitor.SubmitAsync(question, "form[action*='Decline']");
        Assert.Equal("/login?returnUrl=%2Fprofile", (await visitor.OpenAsync("/profile")).Location);
    }

    [Fact]
    public async Task Reset_link_for_another_address_asks_for_the_address()
    {
        var (ann, bob) = (await app.NewUserAsync(), await app.NewUserAsync());
        var visitor = app.NewVisitor();
        await visitor.SubmitAsync(await visitor.OpenAsync("/forgot-password"), "main form", ("Identifier", ann.Email));
        await visitor.AskForMagicLinkAsync(bob.Email);

        var reset = await visitor.OpenToTheEndAsync((await app.ReadMailAsync(ann.Email, "reset-pwd")).Link);

        Assert.DoesNotContain(bob.Email, reset.Html);
        Assert.Equal("", reset.ValueOf("Input_Email"));
    }

    [Fact]
    public async Task Magic_link_signs_in_at_once_only_where_requested()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        await visitor.AskForMagicLinkAsync(user.Email);
        await visitor.SubmitAsync(await visitor.OpenAsync("/forgot-password"), "main form", ("Identifier", user.Email));

        var button = await visitor.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "magic-link")).Link);

        Assert.Equal("Almost there", button.Heading);
        Assert.Null(visitor.Cookie("__Host-session"));
    }

    [Fact]
    public async Task Return_url_is_not_revealed_to_another_account()
    {
        var (asking, other) = (await app.NewUserAsync(), await app.NewUserAsync());
        var landing = await LandingOfAsync(other.Email);
        var visitor = app.NewVisitor();
        await visitor.AskForMagicLinkAsync(asking.Email, "/login-with-magic-link?returnUrl=%2Fprofile%2Fdelete");

        var question = await visitor.OpenToTheEndAsync(landing);

        Assert.Equal("/profile", (await visitor.SubmitAsync(question, "main form")).Location);
    }

    [Fact]
    public async Task Requested_link_asks_before_it_replaces_the_signed_in_user()
    {
        var (user, other) = (await app.NewUserAsync(), await app.NewUserAsync());
        var visitor = app.NewVisitor();
        await visitor.AskForMagicLinkAsync(other.Email);
        await visitor.LogInAsync(user);

        var question = await visitor.OpenToTheEndAsync((await app.ReadMailAsync(other.Email, "magic-link")).Link);

        Assert.Equal("Is this you?", question.Heading);
        Assert.Contains(other.Email, question.Text);
        Assert.Contains(user.Email, (await visitor.OpenAsync("/profile")).Text);
    }

    [Fact]
    public async Task Used_link_offers_a_new_one_in_one_press()
    {
        var user = await app.NewUserAsync();
        var visitor = app.NewVisitor();
        await visitor.AskForMagicLinkAsync(user.Email);
        var landing = (await app.NewVisitor().OpenAsync((await app.ReadMailAsync(user.Email, "magic-link")).Link)).Location!;
        var other = app.NewVisitor();
        await other.SubmitAsync(await other.OpenToTheEndAsync(landing), "main form");

        var used = await visitor.OpenToTheEndAsync(landing);
        Assert.Equal(HttpStatusCode.BadRequest, used.Status);
        Assert.Equal("This link no longer works", used.Heading);
        Assert.DoesNotContain("access_token", used.Address);

        await visitor.SubmitAsync(used, "main form");
        Assert.Equal(2, (await app.MailsToAsync(user.Email)).Count(mail => mail.Action == "magic-link"));
    }

    [Theory]
    [InlineData("magic-link", "/login-with-magic-link")]
    [InlineData("reset-pwd", "/forgot-password")]
    [InlineData("email-confirm", "/resend-verification")]
    public async Task Failed_unrequested_link_asks_for_the_address(string action, string page)
    {
        var user = action == "email-confirm" ? await app.NewUnconfirmedUserAsync() : await app.NewUserAsync();
        var visitor = app.NewVisitor();
        var failed = await visitor.OpenAsync($"/auth-redirect?status=400&action={action}&error=x");
        Assert.Equal("", failed.ValueOf("Input_Identifier"));
        Assert.Equal(page, failed.Form("main form").GetAttribute("action"));

        await visitor.SubmitAsync(failed, "main form", ("Identifier", user.Email));

        Assert.Equal(action, (await app.MailsToAsync(user.Email))[0].Action);
        Assert.Equal(2, (await app.MailsToAsync(user.Email)).Count);
    }

    [Fact]
    public async Task Failed_reset_fills_in_the_signed_in_address()
    {
        var (visitor, user) = await app.NewLoggedInAsync();

        var failed = await visitor.OpenAsync("/auth-redirect?status=400&action=reset-pwd&error=x");

        Assert.Equal(user.Email, failed.ValueOf("Input_Identifier"));
    }

    [Fact]
    public async Task New_step_up_link_keeps_the_return_url()
    {
        var (visitor, user) = await app.NewLoggedInAsync();
        var form = await visitor.OpenAsync("/profile");
        await visitor.PostAsync("/profile/step-up-link?returnUrl=%2Fprofile%2Fdelete", form.FieldsOf(form.Form("form[action='/logout']")));
        var failed = await visitor.OpenAsync("/auth-redirect?status=400&action=magic-link&error=x");

        await visitor.SubmitAsync(failed, "main form");

        Assert.Equal(2, (await app.MailsToAsync(user.Email)).Count(mail => mail.Action == "magic-link"));
        Assert.Equal("/profile/delete", (await visitor.OpenToTheEndAsync((await app.ReadMailAsync(user.Email, "magic-link")).Link)).Address);
    }

    [Fact]
    public async Task Link_opened_by_a_scanner_still_signs_in_once()
    {
        var user = await app.NewUserAsync();
        await app.NewVisitor().AskForMagicLinkAsync(user.Email);
        var mail = await app.ReadMailAsync(user.Email, "magic-link");
        var scanned = await app.NewVisitor().OpenToTheEndAsync(mail.Link);
        Assert.Equal("Almost there", scanned.Heading);
        var visitor = app.NewVisitor();
        var button = await visitor.OpenToTheEndAsync(mail.Link);
        Assert.Equal("/profile", (await visitor.SubmitAsync(button, "main form")).Location);

        var again = await app.NewVisitor().OpenToTheEndAsync(mail.Link);

        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        Assert.Equal("This link no longer works", again.Heading);
    }

    [Theory]
    [InlineData("email-confirm")]
    [InlineData("magic-link")]
    public async Task Invalid_token_fails_when_the_button_is_pressed(string action)
    {
        var visitor = app.NewVisitor();

        var button = await visitor.OpenToTheEndAsync($"/auth-redirect?status=200&access_token=garbled&action={action}");
        var failed = await visitor.FollowAsync(await visitor.SubmitAsync(button, "main form"));

        Assert.Equal(HttpStatusCode.BadRequest, failed.Status);
        Assert.Equal("This link no longer works", failed.Heading);
    }

    [Theory]
    [InlineData("?status=200&action=magic-link")]
    [InlineData("?status=200&access_token=a&access_token=b&action=magic-link")]
    [InlineData("?status=200&access_token=a&action=magic-link&action=magic-link")]
    [InlineData("?status=200&access_token=a&action=become-admin")]
    [InlineData("?status=200&access_token=a")]
    [InlineData("?status=401&action=email-confirm&error=Already+verified")]
    [InlineData("?status=400&action=magic-link&error=%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("?status=400&action=reset-pwd&error=x")]
    [InlineData("?status=400&action=change-email&error=x")]
    [InlineData("?error=x&access_token=a&action=magic-link")]
    [InlineData("?status=200&status=400&access_token=a&action=magic-link")]
    [InlineData("?status=400&access_token=a&action=magic-link")]
    [InlineData("?status=500&action=change-email")]
    [InlineData("")]
    public async Task Invalid_callback_shows_the_failure_page(string query)
    {
        var page = await app.NewVisitor().OpenToTheEndAsync($"/auth-redirect{query}");

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.DoesNotContain("access_token", page.Address);
        Assert.Equal("This link no longer works", page.Heading);
        Assert.DoesNotContain("alert(", page.Html);
        Assert.DoesNotContain("Already verified", page.Html);
    }

    [Fact]
    public async Task Missing_status_without_error_is_a_success()
    {
        var page = await app.NewVisitor().OpenToTheEndAsync("/auth-redirect?access_token=a&action=magic-link");

        Assert.Equal("Almost there", page.Heading);
    }

    [Theory]
    [InlineData("?status=200&amp;access_token={0}&amp;action=magic-link")]
    [InlineData("?status=200&amp;amp;access_token={0}&amp;amp;action=magic-link")]
    [InlineData("?status=200&access_token={0}&action=magic-link.")]
    [InlineData("?status=200&access_token={0}&action=magic-link%22%3E)")]
    [InlineData("?action=magic-link&status=200&access_token={0}%E2%80%9D.")]
    [InlineData("?access_token={0}&action=magic-link&status=200%5D")]
    [InlineData("?status=200&access_token={0}&action=magic-link&gt;")]
    public async Task Callback_accepts_escaped_ampersands_and_trailing_punctuation(string query)
    {
        var user = await app.NewUserAsync();
        var token = System.Web.HttpUtility.ParseQueryString((await LandingOfAsync(user.Email)).Split('?')[1])["access_token"];
        var visitor = app.NewVisitor();

        var page = await visitor.OpenToTheEndAsync($"/auth-redirect{query.Replace("{0}", token)}");

        Assert.Equal("Almost there", page.Heading);
        Assert.Equal("/profile", (await visitor.SubmitAsync(page, "main form")).Location);
    }

    [Theory]
    [InlineData("?status=200&access_token=a&amp;access_token=b&action=magic-link")]
    [InlineData("?status=400&amp;access_token=a&amp;action=magic-link")]
    [InlineData("?status=200&access_token=a&action=magic-link&amp;error=x")]
    public async Task Escaped_failed_callback_fails_at_a_clean_address(string query)
    {
        var page = await app.NewVisitor().OpenToTheEndAsync($"/auth-redirect{query}");

        Assert.Equal("This link no longer works", page.Heading);
        Assert.DoesNotContain("access_token", page.Address);
        Assert.DoesNotContain("access_token", page.Html);
    }

    [Theory]
    [InlineData("?status=200&action=change-email")]
    [InlineData("?status=200&access_token=a&action=change-email")]
    public async Task Callback_of_a_changed_address_shows_its_page(string query)
    {
        var page = await app.NewVisitor().OpenToTheEndAsync($"/auth-redirect{query}");

        Assert.DoesNotContain("access_token", page.Address);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("Your new address is confirmed", page.Heading);
    }

    [Fact]
    public async Task Token_of_a_link_is_never_shown()
    {
        var user = await app.NewUserAsync();
        var landing = await LandingOfAsync(user.Email);
        var token = System.Web.HttpUtility.ParseQueryString(landing.Split('?')[1])["access_token"]!;
        var visitor = app.NewVisitor();

        var parked = await visitor.OpenAsync(landing);
        var button = await visitor.FollowAsync(parked);

        Assert.DoesNotContain(token, button.Html);
        Assert.DoesNotContain(token, parked.Location);
        Assert.DoesNotContain(token, string.Join(' ', parked.SetCookies));
        Assert.Equal("no-referrer", button.Header("Referrer-Policy"));
    }

    /// <summary>The address that a mailed magic link leads to.</summary>
    private async Task<string> LandingOfAsync(string email)
    {
        await app.NewVisitor().AskForMagicLinkAsync(email);
        var mail = await app.ReadMailAsync(email, "magic-link");
        return (await app.NewVisitor().OpenAsync(mail.Link)).Location!;
    }
}
