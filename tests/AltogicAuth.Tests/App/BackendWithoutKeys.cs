using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace AltogicAuth.Tests.App;

/// <summary>Makes another backend of ours: its users have no field for the registration key, which it drops or rejects.</summary>
public sealed class BackendWithoutKeys(bool rejects) : DelegatingHandler
{
    private const string Field = "registrationKey";

    private const string Rejection = """
        { "errors": [{ "origin": "client_error", "code": "validation_error", "message": "Unknown field.", "details": { "param": "registrationKey" } }] }
        """;

    public static Action<IServiceCollection> Wire(bool rejects) => services => services.PostConfigureAll<HttpClientFactoryOptions>(options =>
        options.HttpMessageHandlerBuilderActions.Add(handler => handler.AdditionalHandlers.Add(new BackendWithoutKeys(rejects))));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } body && await body.ReadAsStringAsync(cancellationToken) is var sent && sent.Contains(Field))
        {
            if (rejects)
            {
                return new HttpResponseMessage(HttpStatusCode.BadRequest)
                {
                    RequestMessage = request,
                    Content = new StringContent(Rejection, Encoding.UTF8, "application/json"),
                };
            }

            request.Content = new StringContent(sent.Replace(Field, "anOrdinaryField"), body.Headers.ContentType);
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
