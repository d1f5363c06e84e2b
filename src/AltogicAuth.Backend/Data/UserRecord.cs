using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Data;

/// <summary>A user: what the backend has rules for, and beside it the open fields that an app keeps with a user.</summary>
internal sealed record UserRecord(string Id)
{
    /// <summary>
    /// The field of the API that holds a password back: it was set before the address was verified, perhaps by another person. While
    /// it is <c>true</c>, the password is wrong everywhere. A user with a session, which takes the mailbox, removes the field.
    /// </summary>
    public const string PasswordUnconfirmed = "passwordUnconfirmed";

    /// <summary>Fields that are not open ones.</summary>
    private static readonly HashSet<string> Typed =
    [
        "_id", "_parent", "provider", "providerUserId", "email", "emailVerified", "phone", "phoneVerified", "name", "profilePicture", "password",
        "signUpAt", "lastLoginAt", "createdAt", "updatedAt", PasswordUnconfirmed,
    ];

    public string? Email { get; init; }

    public bool IsEmailVerified { get; init; }

    public string? Phone { get; init; }

    public bool IsPhoneVerified { get; init; }

    public string? Name { get; init; }

    public string? ProfilePicture { get; init; }

    public DateTimeOffset SignUpAt { get; init; }

    public DateTimeOffset LastLoginAt { get; init; }

    /// <summary>The open fields.</summary>
    public JsonObject Fields { get; init; } = [];

    /// <summary>Null for a user without a password.</summary>
    public string? PasswordHash { get; init; }

    public bool IsPasswordHeld { get; init; }

    /// <summary>The provider that the user signs in with, such as <c>google</c>; null for a user of the backend's own.</summary>
    public string? Provider { get; init; }

    /// <summary>The user's id at the provider.</summary>
    public string? ProviderUserId { get; init; }

    /// <summary>Whether the account belongs to a provider: then nothing is mailed that would sign in.</summary>
    public bool IsOfProvider => Provider is not null && PasswordHash is null;

    /// <summary>The address as people read it; empty where there is none.</summary>
    public string ShownEmail => EmailAddress.TryParse(Email)?.Display ?? Email ?? "";

    /// <summary>What limits count the user by.</summary>
    public string Identifier => Email ?? Phone ?? Id;

    public static UserRecord New(string? email, DateTimeOffset now) => new(Ids.New()) { Email = email, SignUpAt = now, LastLoginAt = now };

    /// <summary>Whether an app may keep a field of this name with a user.</summary>
    public static bool IsOpen(string field) => !Typed.Contains(field);

    /// <summary>A user of the time when all of it was one JSON object.</summary>
    public static UserRecord FromJson(string id, JsonObject json) => new UserRecord(id)
    {
        Email = json.Text("email"),
        IsEmailVerified = json.Flag("emailVerified") == true,
        SignUpAt = Timestamps.Parse(json.Text("signUpAt")),
        LastLoginAt = Timestamps.Parse(json.Text("lastLoginAt") ?? json.Text("signUpAt")),
    }.With(json);

    /// <summary>The user as the API shows it.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["_id"] = Id, ["provider"] = IsOfProvider ? Provider : "altogic", ["providerUserId"] = IsOfProvider ? ProviderUserId : Id };
        if (Email is not null)
        {
            json["email"] = Email;
            json["emailVerified"] = IsEmailVerified;
        }

        if (Phone is not null)
        {
            json["phone"] = Phone;
            json["phoneVerified"] = IsPhoneVerified;
        }

        Add(json, "name", Name);
        Add(json, "profilePicture", ProfilePicture);
        json["signUpAt"] = Timestamps.Format(SignUpAt);
        json["lastLoginAt"] = Timestamps.Format(LastLoginAt);
        if (IsPasswordHeld)
        {
            json[PasswordUnconfirmed] = true;
        }

        foreach (var (field, value) in Fields)
        {
            json[field] = value?.DeepClone();
        }

        return json;
    }

    /// <summary>The user with the fields of a JSON object that callers may set, and without those that it lacks.</summary>
    public UserRecord With(JsonObject json) => this with
    {
        Name = json.Text("name"),
        ProfilePicture = json.Text("profilePicture"),
        IsPasswordHeld = json.Flag(PasswordUnconfirmed) == true,
        Fields = new JsonObject(json.Where(field => IsOpen(field.Key)).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))),
    };

    public override string ToString() => $"User({Id})";

    private static void Add(JsonObject json, string field, string? value)
    {
        if (value is not null)
        {
            json[field] = value;
        }
    }
}
