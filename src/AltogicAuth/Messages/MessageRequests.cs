using AltogicAuth.RateLimiting;

namespace AltogicAuth.Messages;

/// <summary>Sends what was requested. Nothing reveals whether the recipient is known: the rejections that are returned depend on no account.</summary>
public sealed class MessageRequests(MessageCooldown cooldown, ResponsePadding padding, AttemptPermits permits)
{
    /// <summary>Within the cooldown the response is the same, and as true: the earlier message is on its way.</summary>
    public async Task<ApiError?> SendAsync(HttpContext http, RequestedMessage message)
    {
        var isDue = cooldown.Left(message.Purpose, message.Recipient) == TimeSpan.Zero;
        if (isDue)
        {
            await permits.AcquireAsync(http, RateLimitPolicy.Message, message.Recipient);
        }

        return message.FindRejection(await padding.RunAsync(async () => isDue ? await TrySendAsync(message) : null));
    }

    /// <summary>A cooldown that another person started does not delay a user who is signed in. The limit is the user's own.</summary>
    public async Task<ApiError?> SendToUserAsync(HttpContext http, RequestedMessage message)
    {
        await permits.AcquireAsync(http, RateLimitPolicy.Message, http.User.UserId());
        cooldown.Cancel(message.Purpose, message.Recipient);
        return message.FindRejection(await padding.RunAsync(() => TrySendAsync(message)));
    }

    /// <summary>Null where a message of the same purpose is on its way.</summary>
    public async Task<AltogicResult?> TrySendAsync(RequestedMessage message)
    {
        if (!cooldown.TryStart(message.Purpose, message.Recipient))
        {
            return null;
        }

        AltogicResult? sent = null;
        try
        {
            return sent = await message.SendAsync();
        }
        finally
        {
            // Without a message the next request need not wait, even where the response has been sent by now.
            if (sent is null || message.FindRejection(sent) is not null)
            {
                cooldown.Cancel(message.Purpose, message.Recipient);
            }
        }
    }

    /// <summary>For a message that another call has sent.</summary>
    public void StartCooldown(RequestedMessage message) => cooldown.TryStart(message.Purpose, message.Recipient);
}
