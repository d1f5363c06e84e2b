using AltogicAuth.Accounts;
using AltogicAuth.Authentication;
using AltogicAuth.EmailLinks;
using AltogicAuth.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;

namespace AltogicAuth.Hosting;

/// <summary>The cookie ticket, the keys that encrypt it, and the cookies around mailed links.</summary>
public static class SessionsSetup
{
    public static void AddSessions(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<AppCookieManager>();
        builder.Services.AddSingleton<LinkCookies>();
        builder.Services.AddSingleton<DeletionCookie>();
        builder.Services.AddSingleton<EndedSession>();
        builder.Services.AddSingleton<SecurityEvents>();
        builder.Services.AddSingleton<ResponsePadding>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ResponsePadding>());
        builder.Services.AddSingleton<MailCooldown>();
        builder.Services.AddSingleton<KeyedLock>();
        builder.Services.AddSingleton<FreshRegistrations>();
        builder.Services.AddScoped<SignInManager>();
        builder.Services.AddScoped<Registrations>();
        builder.Services.AddScoped<MailedLinks>();
        builder.Services.AddScoped<PasswordResets>();
        builder.Services.AddScoped<CurrentAccount>();
        builder.Services.AddScoped<SecurityNotices>();
        builder.Services.AddScoped<UnconfirmedPasswords>();
        builder.Services.AddScoped<SignInCompletion>();
        builder.Services.AddScoped<LinkSignIns>();
        builder.Services.AddScoped<StepUp>();
        builder.Services.AddScoped<DataExport>();
        builder.Services.AddScoped<AccountDeletion>();

        var keys = KeysDirectory.Require(builder);
        builder.Services.AddSingleton(keys);
        var protection = builder.Services.AddDataProtection()
            .UseCryptographicAlgorithms(new() { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM })
            .PersistKeysToFileSystem(keys.Directory);
        builder.Services.AddOptions<DataProtectionOptions>()
            .Configure<IOptions<SiteOptions>>((options, site) => options.ApplicationDiscriminator = $"AltogicAuth{site.Value.Name}");
        if (KeyCertificates.Read(builder.Configuration, builder.Environment.ContentRootPath) is [var current, ..] certificates)
        {
            protection.ProtectKeysWithCertificate(current).UnprotectKeysWithAnyCertificate(certificates);
        }

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
                options.Events.OnValidatePrincipal = context => RejectEnded(context, ended);
                options.Events.OnRedirectToLogin = context => LeadToLogin(context, ended);
                options.Events.OnRedirectToAccessDenied = context => LeadToLogin(context, ended);
            });
    }

    private static Task RejectEnded(CookieValidatePrincipalContext context, EndedSession ended)
    {
        if (context.Properties.FindSessionToken() is { } token && ended.Is(context.HttpContext, token))
        {
            context.RejectPrincipal();
        }

        return Task.CompletedTask;
    }

    // Also clears a cookie that can no longer be read; not one of a session that has ended, which may be replaced by now.
    private static async Task LeadToLogin(RedirectContext<CookieAuthenticationOptions> context, EndedSession ended)
    {
        if (!ended.IsKnown(context.HttpContext) &&
            context.Options.CookieManager.GetRequestCookie(context.HttpContext, context.Options.Cookie.Name!) is not null)
        {
            await context.HttpContext.SignOutHereAsync();
        }

        var request = context.Request;
        context.Response.StatusCode = HttpMethods.IsPost(request.Method)
            ? StatusCodes.Status303SeeOther
            : StatusCodes.Status302Found;
        context.Response.Headers.Location = LoginUrl.For(request);
    }
}
