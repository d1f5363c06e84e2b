using AltogicAuth.Backend.Hosting.Commands;
using AltogicAuth.Hosting;

StartFailures.ReportInOneLine();
if (args.Contains(HealthCommand.Name))
{
    return await HealthCommand.RunAsync(ContentRoot.OptionsFor([.. args.Where(arg => arg != HealthCommand.Name)]));
}

var commandLine = CommandLine.Parse(args);
if (commandLine.TryShowUsage(out var exitCode))
{
    return exitCode;
}

var builder = WebApplication.CreateBuilder(ContentRoot.OptionsFor(commandLine.Settings));
// Otherwise Production would serve empty files from a build that was not published.
builder.WebHost.UseStaticWebAssets();

builder.CheckSettings();
builder.AddSecurityHeaders();
builder.AddLogs();
builder.AddTelemetry("altogicauth");
builder.AddProxies();
builder.AddAltogic();
// After the backend: its start prepares the database that the keys may be in.
builder.AddDataProtection();
builder.AddWeb();
builder.AddRateLimiting();
builder.AddAuthenticationServices();
builder.AddMessages();
builder.AddEmailLinks();
builder.AddPhoneCodes();
builder.AddProviders();
builder.AddAccounts();
builder.AddPhotos();
builder.AddPages();
builder.AddHealth();

var app = builder.Build();
if (commandLine.CommandName is not null)
{
    return await app.RunCommandAsync(commandLine);
}

app.UseFallbackErrorPage();
app.UseForwardedHeaders();
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
app.MapPasswordRules();
app.MapLegacyRedirects();
app.MapHealth();
app.ShowStartupBanner();
app.WarnOfSettings();

await app.RunUntilShutdownAsync();
return 0;
