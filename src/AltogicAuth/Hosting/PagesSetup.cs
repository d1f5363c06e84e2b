using System.Resources;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using AltogicAuth.Pages;
using AltogicAuth.RateLimiting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.WebEncoders;

namespace AltogicAuth.Hosting;

public static class PagesSetup
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var texts = new TextsLocalizer(new ResourceManager(typeof(Texts)));
        services.AddSingleton<IStringLocalizer<Texts>>(texts);
        // AntiforgeryFilter replaces the framework's check, which rejects a form before its page can be redisplayed.
        services.AddRazorPages(options =>
            {
                options.Conventions.ConfigureFilter(new IgnoreAntiforgeryTokenAttribute());
                if (!builder.Environment.IsDevelopment())
                {
                    options.Conventions.AddPageRouteModelConvention(StylesModel.PageName, page => page.Selectors.Clear());
                }
            })
            // This one is for names such as "x[y]", and throws where a bracket is missing.
            .AddMvcOptions(options => options.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>())
            .AddDataAnnotationsLocalization(options => options.DataAnnotationLocalizerProvider = (_, _) => texts);
        // As instances: a filter that is added by its type would be created for every request.
        services.AddOptions<MvcOptions>().Configure<IAntiforgery, SecurityEvents, ILogger<OutageFilter>>((options, antiforgery, events, logger) =>
        {
            // Flash keeps messages in a cookie of its own, so there is no TempData to save.
            options.Filters.Remove(options.Filters.OfType<SaveTempDataAttribute>().Single());
            options.Filters.Add(new UnreadableFormFilter());
            options.Filters.Add(new SeeOtherFilter());
            options.Filters.Add(new UnknownHandlerFilter());
            options.Filters.Add(new OutageFilter(events, logger));
            options.Filters.Add(new AntiforgeryFilter(antiforgery, events));
            options.Filters.Add(new RateLimitFilter());
        });
        services.Configure<RouteOptions>(options => options.LowercaseUrls = true);
        // Letters of every script as they are. An escaped Arabic letter has eight bytes instead of two.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));

        services.AddOptions<AntiforgeryOptions>().Configure<AppCookieManager, IHttpContextAccessor>((options, cookies, accessor) =>
        {
            options.Cookie = new AntiforgeryCookie(cookies, accessor) { SameSite = SameSiteMode.Strict, Path = "/" };
            options.SuppressXFrameOptionsHeader = true;
        });
    }
}
