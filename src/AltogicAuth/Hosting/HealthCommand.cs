using AltogicAuth.Backend;

namespace AltogicAuth.Hosting;

/// <summary><c>--health</c>, for containers without a shell: exits with 0 if the app on this machine is ready, and with 1 if not.</summary>
public static class HealthCommand
{
    public const string Name = "--health";

    public static async Task<int> RunAsync(string[] args)
    {
        var settings = WebApplication.CreateBuilder(ContentRoot.OptionsFor([.. args.Where(arg => arg != Name)])).Configuration;
        // The certificate is for the name that visitors use, not for localhost, and the request has no secrets.
        using var handler = new HttpClientHandler();
        handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(15) };
        http.DefaultRequestHeaders.Host = settings.GetList("AllowedHosts") is [not "*" and var host, ..] ? host.Replace("*", "any") : null;
        try
        {
            using var response = await http.GetAsync(new Uri(ServerAddress.OnThisMachine(ListenAddresses.In(settings)), "/healthz/ready"));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return 1;
        }
    }
}
