namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary><c>--health</c>, for containers without a shell: exits with 0 if the program on this machine is ready, and with 1 if not.</summary>
public static class HealthCommand
{
    public const string Name = "--health";

    /// <param name="options">How the program is started: its own settings say where it listens.</param>
    public static async Task<int> RunAsync(WebApplicationOptions options)
    {
        var settings = WebApplication.CreateBuilder(options).Configuration;
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
