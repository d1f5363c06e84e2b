using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace AltogicAuth.Hosting;

public static class AuthenticationSetup
{
    public static void AddAuthenticationServices(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<EndedSession>();
        builder.Services.AddSingleton<LastMethod>();
        builder.Services.AddSingleton<SignInManager>();
        builder.Services.AddSingleton<StepUp>();

        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication(SessionTicket.Scheme).AddCookie(SessionTicket.Scheme);
        builder.Services.AddOptions<CookieAuthenticationOptions>(SessionTicket.Scheme)
            .Configure<AppCookieManager, EndedSession, TimeProvider>((options, cookies, ended, time) =>
            {
                options.Cookie.Name = "session";
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.CookieManager = cookies;
                options.TimeProvider = time;
                options.ExpireTimeSpan = SessionTicket.Remembered;
                options.SlidingExpiration = false;
                options.Events.OnValidatePrincipal = context => ValidateTicket(context, ended);
                options.Events.OnRedirectToLogin = context => RedirectToLogin(context, ended);
                options.Events.OnRedirectToAccessDenied = context => RedirectToLogin(context, ended);
            });
    }

    private static Task ValidateTicket(CookieValidatePrincipalContext context, EndedSession ended)
    {
        var ticket = SessionTicket.Read(context.Principal!, context.Properties);
        if (ticket is null || ended.Is(context.HttpContext, ticket.Token))
        {
            context.RejectPrincipal();
        }
        else
        {
            context.HttpContext.SetSession(ticket);
        }

        return Task.CompletedTask;
    }

    // Removes an unreadable cookie, but not that of an ended session: another request may have replaced it.
    private static async Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context, EndedSession ended)
    {
        if (!ended.Exists(context.HttpContext) &&
            context.Options.CookieManager.GetRequestCookie(context.HttpContext, context.Options.Cookie.Name!) is not null)
        {
            await context.HttpContext.SignOutHereAsync();
        }

        var request = context.Request;
        context.Response.StatusCode = HttpMethods.IsPost(request.Method) ? StatusCodes.Status303SeeOther : StatusCodes.Status302Found;
        context.Response.Headers.Location = RequireAuthAttribute.LoginUrl(request);
    }
}
