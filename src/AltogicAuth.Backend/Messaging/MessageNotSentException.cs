namespace AltogicAuth.Backend.Messaging;

/// <summary>A message was not sent.</summary>
/// <param name="reason">For the log: without the response of the other side, which may repeat the address or the number.</param>
/// <param name="isPermanent">Whether another attempt would fail too.</param>
/// <param name="inner">The failure itself, if there is one.</param>
internal sealed class MessageNotSentException(string reason, bool isPermanent, Exception? inner = null) : Exception(reason, inner)
{
    public bool IsPermanent => isPermanent;
}
