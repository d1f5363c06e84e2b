using AltogicAuth.Backend.Mails;
using Microsoft.Data.Sqlite;

namespace AltogicAuth.Backend.Tables;

/// <summary>What mailed links do to their user. The link is used up with it, all or nothing; each returns null when it was used up before.</summary>
internal sealed class LinkExchange(Links links, BackendClock clock)
{
    /// <summary>
    /// Proves the address. Whoever registered it before may be a stranger: a magic link that is the first proof leaves no
    /// password, a confirmation holds it where that is asked for. Either ends what the stranger may have begun.
    /// </summary>
    public Task<UserRecord?> SignInAsync(LinkRecord link, bool holdPassword) => links.ConsumeAsync(link, c =>
    {
        var isFirstProof = IsFirstProof(c, link);
        var isConfirmation = link.Action == LinkAction.ConfirmEmail;
        if (isConfirmation)
        {
            Links.End(c, link.UserId, link.Action);
        }
        else if (isFirstProof)
        {
            Users.SetPassword(c, link.UserId, hash: null);
        }

        var holds = isFirstProof && isConfirmation && holdPassword;
        if (isFirstProof && (holds || !isConfirmation))
        {
            Sessions.EndAll(c, link.UserId);
            Links.End(c, link.UserId, LinkAction.ChangeEmail);
        }

        return Users.Change(c, link.UserId, fields =>
        {
            fields["emailVerified"] = true;
            fields["lastLoginAt"] = Ids.Time(clock.Now);
            if (holds)
            {
                fields[UserRecord.PasswordUnconfirmed] = true;
            }
        });
    });

    /// <summary>All links of the user end, and so do the sessions where this is the first proof of the address.</summary>
    public Task<UserRecord?> ResetPasswordAsync(LinkRecord link, string hash) => links.ConsumeAsync(link, c =>
    {
        if (IsFirstProof(c, link))
        {
            Sessions.EndAll(c, link.UserId);
        }

        Users.SetPassword(c, link.UserId, hash);
        Links.End(c, link.UserId);
        return Users.Change(c, link.UserId, fields => fields["emailVerified"] = true);
    });

    /// <summary>Null also when somebody has the new address by now: the link is not used up then.</summary>
    public async Task<UserRecord?> TryChangeEmailAsync(LinkRecord link)
    {
        try
        {
            return await links.ConsumeAsync(link, c => Users.ChangeEmail(c, link.UserId, link.Email!));
        }
        catch (SqliteException failure) when (failure.IsUniqueViolation())
        {
            return null;
        }
    }

    private static bool IsFirstProof(SqliteConnection connection, LinkRecord link) =>
        Users.Find(connection, link.UserId) is { IsVerified: false };
}
