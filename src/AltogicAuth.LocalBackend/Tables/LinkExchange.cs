using AltogicAuth.LocalBackend.Mails;
using Microsoft.Data.Sqlite;

namespace AltogicAuth.LocalBackend.Tables;

/// <summary>What mailed links do to their user. The link is used up with it, all or nothing; each returns null when it was used up before.</summary>
internal sealed class LinkExchange(Links links, BackendClock clock)
{
    /// <summary>By a magic link, or by a confirmation, which proves the address.</summary>
    public Task<UserRecord?> SignInAsync(LinkRecord link) => links.ConsumeAsync(link, c =>
    {
        var confirms = link.Action == LinkAction.ConfirmEmail;
        if (confirms)
        {
            Links.End(c, link.UserId, link.Action);
        }

        return Users.Change(c, link.UserId, fields =>
        {
            fields["lastLoginAt"] = Ids.Time(clock.Now);
            if (confirms)
            {
                fields["emailVerified"] = true;
            }
        });
    });

    /// <summary>All links of the user end.</summary>
    public Task<UserRecord?> ResetPasswordAsync(LinkRecord link, string hash) => links.ConsumeAsync(link, c =>
    {
        Users.SetPassword(c, link.UserId, hash);
        Links.End(c, link.UserId);
        return Users.Find(c, link.UserId);
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
}
