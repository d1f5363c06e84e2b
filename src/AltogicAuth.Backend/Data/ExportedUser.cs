using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AltogicAuth.Backend.Data;

/// <summary>A way to sign in. A password has its hash as the secret, and needs no identifier.</summary>
internal sealed record ExportedSignInMethod(string Kind, string? Identifier = null, string? Secret = null, bool IsHeld = false);

/// <summary>A line of an export: a user with all ways to sign in, without sessions and mailed links.</summary>
internal sealed record ExportedUser(string Id)
{
    private const int MaxIdLength = 100;
    private const int MaxKindLength = 50;
    private const int MaxIdentifierLength = 255;

    // Hashes have "+", which the default encoder escapes for HTML.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string? Email { get; init; }

    public bool EmailVerified { get; init; }

    public string? Phone { get; init; }

    public bool PhoneVerified { get; init; }

    public string? Name { get; init; }

    public string? ProfilePicture { get; init; }

    /// <summary>Null where it is not known, as in Identity.</summary>
    public DateTimeOffset? SignUpAt { get; init; }

    public DateTimeOffset? LastLoginAt { get; init; }

    public JsonObject? Fields { get; init; }

    public IReadOnlyList<ExportedSignInMethod> SignInMethods { get; init; } = [];

    public static ExportedUser Of(UserRecord user, IReadOnlyList<ExportedSignInMethod> methods) => new(user.Id)
    {
        Email = user.Email,
        EmailVerified = user.IsEmailVerified,
        Phone = user.Phone,
        PhoneVerified = user.IsPhoneVerified,
        Name = user.Name,
        ProfilePicture = user.ProfilePicture,
        SignUpAt = user.SignUpAt,
        LastLoginAt = user.LastLoginAt,
        Fields = user.Fields is { Count: > 0 } fields ? fields : null,
        SignInMethods = methods,
    };

    /// <exception cref="JsonException">It is not JSON, or has other members or types.</exception>
    /// <exception cref="InvalidFieldException">A value cannot be stored.</exception>
    public static ExportedUser Parse(string line)
    {
        try
        {
            if (JsonNode.Parse(line, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) is not JsonObject json)
            {
                throw new JsonException("This is not a JSON object.");
            }

            FieldRules.Require(json);
            FieldRules.RequireRecord(json, "user");
            var user = json.Deserialize<ExportedUser>(Json)!;
            InvalidFieldException.ThrowIfAny([.. user.Problems()]);
            // The canonical form, which all users are found by.
            return user with { Email = EmailAddress.TryParse(user.Email)?.Value };
        }
        catch (Exception undecodable) when (undecodable is ArgumentException or InvalidOperationException)
        {
            throw new JsonException("A text has half a surrogate pair.", undecodable);
        }
    }

    public void WriteTo(Stream stream)
    {
        JsonSerializer.Serialize(stream, this, Json);
        stream.WriteByte((byte)'\n');
    }

    private IEnumerable<InvalidField> Problems()
    {
        if (Id is not { Length: > 0 and <= MaxIdLength } || !Id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            yield return new InvalidField("id", $"An id has 1 to {MaxIdLength} letters, digits, hyphens and underscores.");
        }

        if (Email is not null && EmailAddress.TryParse(Email) is null)
        {
            yield return new InvalidField("email", "This is not an email address.");
        }

        if (Phone is not null && PhoneNumber.TryParse(Phone) is null)
        {
            yield return new InvalidField("phone", PhoneNumber.Rule);
        }

        if (Email is null && Phone is null && SignInMethods.All(method => method?.Kind == SignInMethodTable.Password))
        {
            yield return new InvalidField("email", "A user needs an address, a phone number or another way to sign in than a password.");
        }

        if (Fields is not null && Fields.FirstOrDefault(field => !UserRecord.IsOpen(field.Key)).Key is { } name)
        {
            yield return new InvalidField("fields", $"{name} is not the name of an open field.");
        }

        if (!SignInMethods.All(IsValid) || SignInMethods.DistinctBy(method => method.Kind).Count() < SignInMethods.Count)
        {
            yield return new InvalidField(
                "signInMethods", "Each has another kind. A password has its hash by ASP.NET Core Identity as secret, another kind has an identifier.");
        }
    }

    private static bool IsValid(ExportedSignInMethod? method) => method switch
    {
        { Kind: SignInMethodTable.Password } => IsPasswordHash(method.Secret),
        { Kind.Length: > 0 and <= MaxKindLength, Identifier.Length: > 0 and <= MaxIdentifierLength } => true,
        _ => false,
    };

    /// <summary>Whether the hasher can read it: base64, and a mark of one of the two formats.</summary>
    private static bool IsPasswordHash(string? hash)
    {
        var bytes = new byte[hash?.Length ?? 0];
        return Convert.TryFromBase64String(hash ?? "", bytes, out var length) && length > 1 && bytes[0] is 0 or 1;
    }
}
