// The least that Kestrel and Razor Pages can do for a page with a safe form, and for a page behind two calls.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.Services
    .AddHttpClient("backend", (services, client) =>
        client.BaseAddress = new Uri(services.GetRequiredService<IConfiguration>()["Backend"] ?? "http://backend.test/"))
    .RemoveAllLoggers(); // Eight lines a page would measure the console.
builder.Services.AddRazorPages();

var app = builder.Build();
app.MapRazorPages();
app.Run();
