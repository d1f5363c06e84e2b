using AltogicAuth.Forms;
using AltogicAuth.Passwords;
using AltogicAuth.Resources;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace AltogicAuth.Setup;

/// <summary>Razor Pages with the rules that hold for all of them, and their texts.</summary>
public static class PagesSetup
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var texts = new TextsLocalizer();
        services.AddSingleton<IStringLocalizer<Texts>>(texts);
        services.AddSingleton<PasswordPolicy>();
        services.AddSingleton<EmailTypo>();
        services.AddSingleton<Flash>();
        services.AddSingleton<Assets>();
        // The framework would refuse before there is a page to show again: AntiforgeryFilter takes its place.
        services.AddRazorPages(options => options.Conventions.ConfigureFilter(new IgnoreAntiforgeryTokenAttribute()))
            .AddMvcOptions(options =>
            {
                // Reads names such as "x[y]" as a script of old sends them, and throws where a bracket is missing.
                options.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
                options.Filters.Add<UnreadableFormFilter>();
                options.Filters.Add<SeeOtherFilter>();
                options.Filters.Add<UnknownHandlerFilter>();
                options.Filters.Add<OutageFilter>();
                options.Filters.Add<AntiforgeryFilter>();
            })
            .AddDataAnnotationsLocalization(options => options.DataAnnotationLocalizerProvider = (_, _) => texts);
        services.Configure<RouteOptions>(options => options.LowercaseUrls = true);

        // Secure comes from the scheme or, in Production, from the cookie policy: Always would throw on plain http.
        var prefix = builder.Environment.IsDevelopment() ? "" : "__Host-";
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = $"{prefix}antiforgery";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.Path = "/";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true;
        });
        services.Configure<CookiePolicyOptions>(options =>
        {
            options.HttpOnly = Microsoft.AspNetCore.CookiePolicy.HttpOnlyPolicy.Always;
            options.Secure = builder.Environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
            options.MinimumSameSitePolicy = SameSiteMode.Unspecified;
        });
    }
}
