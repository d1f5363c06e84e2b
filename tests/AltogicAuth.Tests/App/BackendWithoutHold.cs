using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace AltogicAuth.Tests.App;

/// <summary>Makes another backend of ours: it ignores that a password is to be held, and knows the field as any other.</summary>
public sealed class BackendWithoutHold : DelegatingHandler
{
    private const string Known = "passwordUnconfirmed";
    private const string Unknown = "anOrdinaryFieldHere";

    public static void Wire(IServiceCollection services) => services.PostConfigureAll<HttpClientFactoryOptions>(options =>
        options.HttpMessageHandlerBuilderActions.Add(handler => handler.AdditionalHandlers.Add(new BackendWithoutHold())));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = new Uri(request.RequestUri!.OriginalString.Replace("&holdPassword=true", ""));
        if (request.Content is { } body && await body.ReadAsStringAsync(cancellationToken) is var sent && sent.Contains(Known))
        {
            request.Content = new StringContent(sent.Replace(Known, Unknown), body.Headers.ContentType);
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (await response.Content.ReadAsStringAsync(cancellationToken) is var received && received.Contains(Unknown))
        {
            response.Content = new StringContent(received.Replace(Unknown, Known), response.Content.Headers.ContentType);
        }

        return response;
    }
}
