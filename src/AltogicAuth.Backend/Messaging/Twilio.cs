using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Refit;

namespace AltogicAuth.Backend.Messaging;

/// <summary>Sends SMS by Twilio. Neither a number nor a code nor the token gets into a reason or a log.</summary>
internal sealed class Twilio(IHttpClientFactory clients, TimeProvider time, IOptions<BackendOptions> options)
{
    /// <summary>The name of its HTTP client.</summary>
    public const string Client = "Twilio";

    public static readonly Uri Address = new("https://api.twilio.com");

    /// <summary>How long one call may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private SmsSettings Settings => options.Value.Sms;

    /// <exception cref="MessageNotSentException">Twilio rejected the message, or could not be reached.</exception>
    public Task SendAsync(string to, string text) => CallAsync(async (api, cancellation) =>
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["To"] = to,
            ["Body"] = text,
            [Settings.MessagingServiceSid is null ? "From" : "MessagingServiceSid"] = Settings.MessagingServiceSid ?? Settings.From!,
        });
        return await api.SendMessage(Settings.AccountSid!, form, cancellation);
    });

    /// <summary>Reads the account, to see whether the credentials are right.</summary>
    /// <exception cref="MessageNotSentException">They are not, or Twilio could not be reached.</exception>
    public Task CheckAsync() => CallAsync((api, cancellation) => api.GetAccount(Settings.AccountSid!, cancellation));

    private async Task CallAsync(Func<ITwilioApi, CancellationToken, Task<IApiResponse<JsonElement>>> call)
    {
        using var http = clients.CreateClient(Client);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Settings.AccountSid}:{Settings.AuthToken}")));
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            using var response = await call(RestService.For<ITwilioApi>(http), limit.Token);
            if (response.StatusCode is null)
            {
                throw new MessageNotSentException(response.Error?.InnerException?.GetType().Name ?? "no response", isPermanent: false, response.Error);
            }

            if (!response.IsSuccessStatusCode)
            {
                throw new MessageNotSentException(ReasonOf(response), IsPermanent(response.StatusCode.Value), response.Error);
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException)
        {
            throw new MessageNotSentException(failure.GetType().Name, isPermanent: false, failure);
        }
    }

    // Wrong credentials, a suspended account and too many calls have nothing to do with the message.
    private static bool IsPermanent(HttpStatusCode status) => (int)status is >= 400 and < 500 &&
        status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);

    /// <summary>The status and the number of Twilio's error: its message may repeat the phone number.</summary>
    private static string ReasonOf(IApiResponse response)
    {
        var status = $"{(int)response.StatusCode!}";
        try
        {
            using var error = JsonDocument.Parse((response.Error as ApiException)?.Content ?? "");
            return error.RootElement.TryGetProperty("code", out var code) && code.TryGetInt32(out var number) ? $"{status} {number}" : status;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return status;
        }
    }
}
