using AltogicAuth.Backend;
using AltogicAuth.Web;

namespace AltogicAuth.Hosting;

/// <summary>
/// <c>dotnet AltogicAuth.dll --health</c>, for containers: asks the app on this machine whether it is ready, and exits with 0
/// or 1. Where the app listens and for which hosts is in the same settings as for the app itself.
/// </summary>
public static class HealthCommand
{
    public const string Name = "--health";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task<int> AskAsync(string[] args)
    {
        var settings = WebApplication.CreateBuilder(ContentRoot.OptionsFor([.. args.Where(arg => arg != Name)])).Configuration;
        using var http = new HttpClient(new SocketsHttpHandler
        {
            // A certificate is for the name that visitors use, not for localhost, and nothing secret is said.
#pragma warning disable CA5359
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
        });
        http.Timeout = Patience;
        using var question = new HttpRequestMessage(HttpMethod.Get, new Uri(ServerAddress.OnThisMachine(Listening.AddressesIn(settings)), "/healthz/ready"));
        question.Headers.Host = AllowedHostIn(settings);
        try
        {
            using var answer = await http.SendAsync(question);
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return 1;
        }
    }

    /// <summary>A host that the app's filter lets through; null where it lets through any.</summary>
    private static string? AllowedHostIn(IConfiguration settings) =>
        settings.GetList("AllowedHosts") is [not "*" and var host, ..] ? host.Replace("*", "any") : null;
}
