using AltogicAuth.Hosting;
using AltogicAuth.Web;

StartFailures.ReportInOneLine();
Icu.Require();
if (args.Contains(HealthCommand.Name))
{
    return await HealthCommand.AskAsync(args);
}

var builder = WebApplication.CreateBuilder(ContentRoot.OptionsFor(args));
// Development does it by itself; Production from a build that was not published would serve empty files without it.
builder.WebHost.UseStaticWebAssets();

builder.AddListening();
builder.AddSite();
builder.AddSecurityHeaders();
builder.AddLogs();
builder.AddProxies();
builder.AddDataProtection();
builder.AddAltogic();
builder.AddWeb();
builder.AddRateLimiting();
builder.AddAuthenticationServices();
builder.AddEmailLinks();
builder.AddAccounts();
builder.AddPhotos();
builder.AddFormLimits();
builder.AddPages();
builder.AddHealth();

var app = builder.Build();

app.UseFallbackErrorPage();
app.UseProxies();
app.UseSiteRoot();
app.UseEmbeddedBackend();
app.UseSecurityHeaders();
app.UseHttpsWhereServed();
app.UseRequestLogs();
app.UseErrorPages();
app.UseRequestLimits();
app.UseCookiePolicy();
app.UseRouting();
app.UseLanguages();
app.UseAuthentication();
app.UseAuthorization();

app.MapStaticAssets();
app.MapRazorPages().WithStaticAssets();
app.MapLegacyRedirects();
app.MapHealth();
app.ShowStartupBanner();
app.WarnWithoutRateLimits();
app.WarnOfAnyHost();
app.WarnWithoutTemporaryFiles();

await app.RunUntilShutdownAsync();
return 0;
