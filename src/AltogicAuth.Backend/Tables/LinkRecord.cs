namespace AltogicAuth.Backend.Tables;

/// <param name="Id">Never used again for another link.</param>
/// <param name="Hash">Of the key in the mailed link, which itself is not kept.</param>
/// <param name="UserId">Whose link it is.</param>
/// <param name="Action">One of <see cref="Mails.LinkAction"/>.</param>
/// <param name="Email">The new address, for a change of address.</param>
internal sealed record LinkRecord(long Id, string Hash, string UserId, string Action, string? Email)
{
    public override string ToString() => $"Link({Id}, {Action})";
}
