namespace AltogicAuth.Backend.Data;

/// <summary>A user who did not get the canonical form of their address, because another user has it now.</summary>
internal sealed record EmailCollision(string UserId, string KeptByUserId);

/// <summary>
/// Gives every stored address its canonical form. Where several users share a mailbox, the oldest of the verified ones gets it. The
/// others stay, each with its former spelling, which finds only that user and which nobody can register.
/// </summary>
internal static class CanonicalEmails
{
    public static async Task<IReadOnlyList<EmailCollision>> ApplyAsync(DataConnection connection)
    {
        var collisions = new List<EmailCollision>();
        foreach (var mailbox in (await UserTable.AllAsync(connection)).GroupBy(user => EmailAddress.TryParse(user.Email)?.Value ?? user.Email))
        {
            var owner = mailbox.OrderByDescending(user => user.IsVerified).ThenBy(user => (string?)user.Fields["signUpAt"], StringComparer.Ordinal).First();
            foreach (var other in mailbox.Where(user => user != owner))
            {
                if (other.Email == mailbox.Key)
                {
                    // Reserved by RFC 2606: no mail can go there.
                    await StoreAsync(connection, other, $"{other.Id}@duplicate.invalid");
                }

                collisions.Add(new EmailCollision(other.Id, owner.Id));
            }

            if (owner.Email != mailbox.Key)
            {
                await StoreAsync(connection, owner, mailbox.Key);
            }
        }

        return collisions;
    }

    private static Task StoreAsync(DataConnection connection, UserRecord user, string email)
    {
        user.Fields["email"] = email;
        return UserTable.UpdateAsync(connection, user);
    }
}
