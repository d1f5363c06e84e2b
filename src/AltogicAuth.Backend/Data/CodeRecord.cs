namespace AltogicAuth.Backend.Data;

/// <param name="Id">Never used again for another code.</param>
/// <param name="UserId">The user whose code it is.</param>
/// <param name="Action">One of <c>Accounts/CodeAction.cs</c>.</param>
/// <param name="Hash">The keyed hash of the code. The code itself is not stored.</param>
internal sealed record CodeRecord(long Id, string UserId, string Action, byte[] Hash)
{
    public override string ToString() => $"Code({Id}, {Action})";
}
