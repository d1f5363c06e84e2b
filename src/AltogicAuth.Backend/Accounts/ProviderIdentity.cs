using System.Text;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>Who a provider says has signed in.</summary>
/// <param name="Provider">Such as <c>google</c>. Ids of two providers may be equal.</param>
/// <param name="Id">The user's id at the provider.</param>
/// <param name="VerifiedEmail">Null unless the provider says that the address is the user's.</param>
/// <param name="Name">For a new user, as the provider has it.</param>
/// <param name="Picture">The address of a picture, for a new user.</param>
internal sealed record ProviderIdentity(string Provider, string Id, EmailAddress? VerifiedEmail, string? Name, string? Picture)
{
    private const int MaxIdLength = 255;
    private const int MaxNameLength = 100;
    private const int MaxPictureLength = 2_000;

    /// <summary>Whether the id can be stored and compared as it is.</summary>
    public bool IsValid => Id.Length is > 0 and <= MaxIdLength && Id.All(c => c is >= '!' and <= '~');

    public UserRecord NewUser(DateTimeOffset now) => new(Ids.New())
    {
        Email = VerifiedEmail?.Value,
        IsEmailVerified = VerifiedEmail is not null,
        Name = OneLine(Name),
        ProfilePicture = IsPicture(Picture) ? Picture : null,
        Provider = Provider,
        ProviderUserId = Id,
        SignUpAt = now,
        LastLoginAt = now,
    };

    public override string ToString() => $"ProviderIdentity({Provider})";

    // Other people choose it: no line break, and not longer than a name may be.
    private static string? OneLine(string? name)
    {
        var line = string.Concat((name ?? "").EnumerateRunes().Select(rune => Rune.IsControl(rune) ? " " : rune.ToString())).Trim();
        return line.Length switch
        {
            0 => null,
            <= MaxNameLength => line,
            _ => string.Concat(line.EnumerateRunes().Take(MaxNameLength / 2)),
        };
    }

    private static bool IsPicture(string? address) =>
        address is { Length: <= MaxPictureLength } && Uri.TryCreate(address, UriKind.Absolute, out var picture) && picture.Scheme == Uri.UriSchemeHttps;
}
