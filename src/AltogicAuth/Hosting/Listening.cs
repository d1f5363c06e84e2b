using System.Globalization;
using AltogicAuth.Web;

namespace AltogicAuth.Hosting;

/// <summary>Where the app listens.</summary>
public static class Listening
{
    public static void AddListening(this WebApplicationBuilder builder)
    {
        CheckPorts(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
    }

    /// <summary>The addresses in the settings, in the server's own order: its endpoints, else addresses, else ports on every address, else its default.</summary>
    public static string[] AddressesIn(IConfiguration settings)
    {
        string[][] places =
        [
            [.. settings.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>()],
            settings.GetList("urls"),
            [
                .. settings.GetList("http_ports").Select(port => $"http://*:{port}"),
                .. settings.GetList("https_ports").Select(port => $"https://*:{port}"),
            ],
            ["http://localhost:5000"],
        ];
        return places.First(addresses => addresses.Length > 0);
    }

    // The server takes a port that is none for a part of the host's name, and redirects to https fail at the first request.
    private static void CheckPorts(IConfiguration settings)
    {
        foreach (var setting in (string[])["http_ports", "https_ports", "https_port"])
        {
            if (settings.GetList(setting).FirstOrDefault(port => !ushort.TryParse(port, CultureInfo.InvariantCulture, out _)) is { } wrong)
            {
                throw new InvalidOperationException($"{setting}: '{wrong}' is not a port.");
            }
        }
    }
}
