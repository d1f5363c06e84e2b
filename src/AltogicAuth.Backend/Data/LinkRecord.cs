namespace AltogicAuth.Backend.Data;

/// <param name="Id">Never used again for another link.</param>
/// <param name="Hash">The hash of the key in the mailed link. The key itself is not stored.</param>
/// <param name="UserId">The user whose link it is.</param>
/// <param name="Action">One of <c>Accounts/LinkAction.cs</c>.</param>
/// <param name="Email">The new address, for a change of address.</param>
internal sealed record LinkRecord(long Id, string Hash, string UserId, string Action, string? Email)
{
    public override string ToString() => $"Link({Id}, {Action})";
}
