namespace AltogicAuth.Backend.Data;

/// <summary>
/// The canonical forms of stored addresses. Where several users share a mailbox, the oldest of the verified ones gets it. The others
/// stay, each with its former spelling, which finds only that user and cannot be registered.
/// </summary>
internal static class CanonicalEmails
{
    /// <summary>The address of each user, by the user's id.</summary>
    public static Dictionary<string, string> Of(IEnumerable<UserRecord> users, List<EmailCollision> collisions)
    {
        var emails = new Dictionary<string, string>();
        foreach (var mailbox in users.GroupBy(user => EmailAddress.TryParse(user.Email)?.Value ?? user.Email!))
        {
            var owner = mailbox.OrderByDescending(user => user.IsEmailVerified).ThenBy(user => user.SignUpAt).First();
            emails[owner.Id] = mailbox.Key;
            foreach (var other in mailbox.Where(user => user != owner))
            {
                // Reserved by RFC 2606: no mail can go there.
                emails[other.Id] = other.Email == mailbox.Key ? $"{other.Id}@duplicate.invalid" : other.Email!;
                collisions.Add(new EmailCollision(other.Id, owner.Id));
            }
        }

        return emails;
    }
}
