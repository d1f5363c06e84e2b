namespace AltogicAuth.Backend;

public static class ListenAddresses
{
    /// <summary>Where the server listens, by its own order of settings.</summary>
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
