using System.Net.Sockets;
using AltogicAuth.Backend.Hosting;
using AltogicAuth.Backend.Server;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

try
{
    // Without it: the next argument would become its value.
    var builder = WebApplication.CreateBuilder([.. args.Where(arg => arg != MigrateCommand.Name)]);
    builder.AddLogs();
    builder.AddTelemetry();
    builder.AddProxies();
    builder.Services.AddBackend(builder.Configuration.GetSection("Backend"));
    builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database");

    var app = builder.Build();
    if (args.Contains(MigrateCommand.Name))
    {
        await MigrateCommand.RunAsync(app.Services);
        return 0;
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
