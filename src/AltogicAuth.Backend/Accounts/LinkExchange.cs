using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>The effect of mailed links on their user. Effect and use of the link are one step; null when the link was used before.</summary>
internal sealed class LinkExchange(Links links, BackendClock clock)
{
    /// <summary>
    /// Proves the address. Another person may have registered it before: a magic link that is the first proof leaves no password,
    /// a confirmation holds it back where that is asked for. Either ends the sessions and the change of address of that person.
    /// </summary>
    public Task<UserRecord?> SignInAsync(LinkRecord link, bool holdPassword) => links.ConsumeAsync(link, async c =>
    {
        var isFirstProof = await IsFirstProofAsync(c, link);
        var isConfirmation = link.Action == LinkAction.ConfirmEmail;
        if (isConfirmation)
        {
            await LinkTable.DeleteOfUserAsync(c, link.UserId, link.Action);
        }
        else if (isFirstProof)
        {
            await Users.SetPasswordAsync(c, link.UserId, hash: null);
        }

        var holds = isFirstProof && isConfirmation && holdPassword;
        if (isFirstProof && (holds || !isConfirmation))
        {
            await SessionTable.DeleteOfUserAsync(c, link.UserId);
            await LinkTable.DeleteOfUserAsync(c, link.UserId, LinkAction.ChangeEmail);
        }

        return await Users.ChangeAsync(c, link.UserId, fields =>
        {
            fields["emailVerified"] = true;
            fields["lastLoginAt"] = Timestamps.Format(clock.Now);
            if (holds)
            {
                fields[UserRecord.PasswordUnconfirmed] = true;
            }
        });
    });

    /// <summary>Ends all links of the user, and the sessions where this is the first proof of the address.</summary>
    public Task<UserRecord?> ResetPasswordAsync(LinkRecord link, string hash) => links.ConsumeAsync(link, async c =>
    {
        if (await IsFirstProofAsync(c, link))
        {
            await SessionTable.DeleteOfUserAsync(c, link.UserId);
        }

        await Users.SetPasswordAsync(c, link.UserId, hash);
        await LinkTable.DeleteOfUserAsync(c, link.UserId);
        return await Users.ChangeAsync(c, link.UserId, fields => fields["emailVerified"] = true);
    });

    /// <summary>Null also when another user has the new address by now: the link is not used up then.</summary>
    public async Task<UserRecord?> TryChangeEmailAsync(LinkRecord link)
    {
        try
        {
            return await links.ConsumeAsync(link, c => Users.ChangeEmailAsync(c, link.UserId, link.Email!));
        }
        catch (DuplicateKeyException)
        {
            return null;
        }
    }

    private static async Task<bool> IsFirstProofAsync(DataConnection connection, LinkRecord link) =>
        await UserTable.FindAsync(connection, link.UserId) is { IsVerified: false };
}
