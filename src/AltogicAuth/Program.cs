using AltogicAuth.Hosting;

StartFailures.ReportInOneLine();
if (args.Contains(HealthCommand.Name))
{
    return await HealthCommand.RunAsync(args);
}

var builder = WebApplication.CreateBuilder(ContentRoot.OptionsFor(args));
// Development does this by itself. Without it, Production from a build that was not published would serve empty files.
builder.WebHost.UseStaticWebAssets();

builder.CheckSettings();
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
builder.AddTemporaryFiles();
builder.AddPages();
builder.AddHealth();

var app = builder.Build();

app.UseFallbackErrorPage();
app.UseProxies();
app.UseSiteRoot();
app.UseEmbeddedBackend();
app.UseHttpsWhereServed();
app.UseRequestLogs();
app.UseErrorPages();
app.UseRequestLimits();
app.UseRouting();
app.UseLanguages();
app.UseAuthentication();
app.UseAuthorization();

app.MapStaticAssets();
app.MapRazorPages().WithStaticAssets();
app.MapLegacyRedirects();
app.MapHealth();
app.ShowStartupBanner();
app.WarnOfSettings();

await app.RunUntilShutdownAsync();
return 0;
