using System.Text.Json;
using Refit;

namespace AltogicAuth.Backend.Messaging;

/// <summary>The two calls of Twilio's API that are needed. The address and the credentials are those of the client.</summary>
internal interface ITwilioApi
{
    [Post("/2010-04-01/Accounts/{accountSid}/Messages.json")]
    Task<IApiResponse<JsonElement>> SendMessage(string accountSid, [Body] HttpContent form, CancellationToken cancellation);

    [Get("/2010-04-01/Accounts/{accountSid}.json")]
    Task<IApiResponse<JsonElement>> GetAccount(string accountSid, CancellationToken cancellation);
}
