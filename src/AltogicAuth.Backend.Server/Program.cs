using System.Net.Sockets;
using AltogicAuth.Backend.Hosting;
using AltogicAuth.Backend.Hosting.Commands;
using AltogicAuth.Backend.Server;
using AltogicAuth.Hosting;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

try
{
    if (args.Contains(HealthCommand.Name))
    {
        return await HealthCommand.RunAsync(OptionsFor([.. args.Where(arg => arg != HealthCommand.Name)]));
    }

    var commandLine = CommandLine.Parse(args);
    if (commandLine.TryShowUsage(out var exitCode))
    {
        return exitCode;
    }

    var builder = WebApplication.CreateBuilder(OptionsFor(commandLine.Settings));
    builder.AddLogs();
    builder.AddTelemetry("altogicauth-backend");
    builder.AddProxies();
    builder.Services.AddBackend(builder.Configuration.GetSection("Backend"));
    builder.Services.AddHealthChecks().AddDrain().AddBackend();

    var app = builder.Build();
    if (commandLine.CommandName is not null)
    {
        return await commandLine.RunAsync(app.Services);
    }

    app.UseForwardedHeaders();
    app.UseHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
    app.UseHealthChecks("/healthz/ready");
    app.RunBackend();

    await app.RunAsync();
    return 0;
}
catch (Exception failure) when (failure is OptionsValidationException or InvalidOperationException or FormatException or IOException or SocketException)
{
    // A setting or an address to listen on: one line that names it.
    await Console.Error.WriteLineAsync($"{(failure is SocketException ? "urls: " : "")}{failure.Message.ReplaceLineEndings(" ")}");
    return 1;
}

static WebApplicationOptions OptionsFor(string[] args) => new()
{
    Args = args,
    ContentRootPath = ContentRootSetting.Find(args) ?? AppContext.BaseDirectory,
};
