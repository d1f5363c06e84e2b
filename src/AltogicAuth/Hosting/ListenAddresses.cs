namespace AltogicAuth.Hosting;

public static class ListenAddresses
{
    /// <summary>Where the server listens, in its own order: its endpoints, else addresses, else ports on every address, else its default.</summary>
    public static string[] In(IConfiguration settings)
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
}
