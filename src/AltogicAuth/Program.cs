using AltogicAuth.Setup;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

builder.AddLogs();
builder.AddProxies();
builder.AddAltogic();
builder.AddSessions();
builder.AddPhotos();
builder.AddPages();

var app = builder.Build();

app.UseLastResort();
app.UseProxies();
app.UseEmbeddedBackend();
app.UseSecurityHeaders();
app.UseRequestLogs();
app.UseErrorPages();
app.UseRequestRules();
app.UseCookiePolicy();
app.UseRouting();
app.UseLanguages();
app.UseAuthentication();
app.UseAuthorization();

app.MapStaticAssets();
app.MapRazorPages().WithStaticAssets();
app.MapOldAddresses();
app.AnnounceAddresses();

app.Run();
