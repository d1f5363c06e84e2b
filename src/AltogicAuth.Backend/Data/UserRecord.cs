using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Data;

/// <summary>The fields that the API shows, and apart from them the hash of the password.</summary>
internal sealed record UserRecord(string Id, JsonObject Fields, string? PasswordHash)
{
    /// <summary>
    /// A field that holds a password back: it was set before the address was proved, perhaps by another person. While it is
    /// <c>true</c>, the password is wrong everywhere. A user with a session, which takes the mailbox, removes the field.
    /// </summary>
    public const string PasswordUnconfirmed = "passwordUnconfirmed";

    public string Email => (string)Fields["email"]!;

    /// <summary>The address as people read it.</summary>
    public string ShownEmail => EmailAddress.TryParse(Email)?.Display ?? Email;

    /// <summary>Null where it is missing, or no text: the field takes any JSON.</summary>
    public string? Name => Fields.Text("name");

    public bool IsVerified => (bool?)Fields["emailVerified"] == true;

    public bool IsPasswordHeld => Fields.Flag(PasswordUnconfirmed) == true;

    public static UserRecord New(string email, DateTimeOffset now, string? name = null, bool isVerified = false)
    {
        var id = Ids.New();
        var fields = new JsonObject
        {
            ["_id"] = id,
            ["provider"] = "altogic",
            ["providerUserId"] = id,
            ["email"] = email,
            ["emailVerified"] = isVerified,
            ["signUpAt"] = Timestamps.Format(now),
            ["lastLoginAt"] = Timestamps.Format(now),
        };
        if (name is not null)
        {
            fields["name"] = name;
        }

        return new UserRecord(id, fields, null);
    }

    public override string ToString() => $"User({Id})";
}
