using AltogicAuth.Backend.Messaging;

namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary>Whether the SMS provider, where there is one, accepts the account. Nothing is sent.</summary>
internal sealed class SmsCheck(IOptions<BackendOptions> options, Twilio twilio) : ICheck
{
    public string Name => "sms";

    public async Task<string?> FindProblemAsync()
    {
        if (!options.Value.Sms.IsConfigured)
        {
            return null;
        }

        try
        {
            await twilio.CheckAsync();
            return null;
        }
        catch (MessageNotSentException failure)
        {
            return $"Backend:Sms: the account at Twilio cannot be used. {failure.Message}";
        }
    }
}
