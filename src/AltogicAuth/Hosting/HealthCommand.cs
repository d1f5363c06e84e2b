using AltogicAuth.Backend;

namespace AltogicAuth.Hosting;

/// <summary>
/// <c>dotnet AltogicAuth.dll --health</c>, for containers without a shell: requests the readiness of the app on this machine and
/// exits with 0 or 1. The settings are those of the app, so it finds the address and an allowed host by itself.
/// </summary>
public static class HealthCommand
{
    public const string Name = "--health";

    public static async Task<int> RunAsync(string[] args)
    {
        var settings = WebApplication.CreateBuilder(ContentRoot.OptionsFor([.. args.Where(arg => arg != Name)])).Configuration;
        // The certificate is for the name that visitors use, not for localhost, and the request has no secrets.
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(15) };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(ServerAddress.OnThisMachine(ListenAddresses.In(settings)), "/healthz/ready"));
        request.Headers.Host = AllowedHostIn(settings);
        try
        {
            using var response = await http.SendAsync(request);
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return 1;
        }
    }

    /// <summary>A host that the app accepts; null where it accepts any.</summary>
    private static string? AllowedHostIn(IConfiguration settings) =>
        settings.GetList("AllowedHosts") is [not "*" and var host, ..] ? host.Replace("*", "any") : null;
}
