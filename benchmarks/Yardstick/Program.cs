// The least that Kestrel and Razor Pages can do for a page with a safe form, for a page behind two calls, and for both in one
// behind the framework's own ticket.
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.Services
    .AddHttpClient("backend", (services, client) =>
        client.BaseAddress = new Uri(services.GetRequiredService<IConfiguration>()["Backend"] ?? "http://backend.test/"))
    .RemoveAllLoggers(); // Eight lines a page would measure the console.
builder.Services.AddRazorPages();
var hasMembers = builder.Configuration.GetValue<bool>("Members");
if (hasMembers)
{
    builder.Services.AddAuthentication("session").AddCookie("session");
    builder.Services.AddAuthorization();
}

var app = builder.Build();
app.MapRazorPages();
if (hasMembers)
{
    app.MapGet("/sign-in", (HttpContext http) =>
    {
        var properties = new AuthenticationProperties();
        properties.StoreTokens([new AuthenticationToken { Name = "altogic", Value = new string('a', 40) }]);
        return http.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "ada")], "session")), properties);
    });
}

app.Run();
