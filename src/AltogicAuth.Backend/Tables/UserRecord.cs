using System.Text.Json.Nodes;
using AltogicAuth.Backend.Wire;

namespace AltogicAuth.Backend.Tables;

/// <summary>A user as others see it, and apart from that the hash of the password.</summary>
internal sealed record UserRecord(string Id, JsonObject Fields, string? PasswordHash)
{
    /// <summary>
    /// A field that says of a password that it may be a stranger's: it was set before anybody had proved the address. While it
    /// is <c>true</c>, the password is right nowhere. Whoever has a session, which takes the mailbox, takes it away.
    /// </summary>
    public const string PasswordUnconfirmed = "passwordUnconfirmed";

    public string Email => (string)Fields["email"]!;

    /// <summary>The address for people.</summary>
    public string ShownEmail => EmailAddress.TryParse(Email)?.Display ?? Email;

    /// <summary>Null where there is none to call somebody by: the field takes any JSON.</summary>
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
            ["signUpAt"] = Ids.Time(now),
            ["lastLoginAt"] = Ids.Time(now),
        };
        if (name is not null)
        {
            fields["name"] = name;
        }

        return new UserRecord(id, fields, null);
    }

    public override string ToString() => $"User({Id})";
}
