namespace AltogicAuth.Web;

/// <summary>Reads what a visitor typed as an address or, where the environment has phone numbers, as a number.</summary>
public sealed class AccountIdentifiers(bool acceptPhone, string? region, IHttpContextAccessor accessor)
{
    public bool AcceptPhone => acceptPhone;

    /// <summary>Of numbers without a country code. A language without a region, such as <c>en</c>, says nothing of the country.</summary>
    public string? Region => region ?? accessor.HttpContext?.Request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(language => language.Quality ?? 1)
        .Select(language => language.Value.ToString().Split('-').Last().ToUpperInvariant())
        .FirstOrDefault(PhoneNumber.IsRegion);

    public AccountIdentifier? TryParse(string? typed)
    {
        if (EmailAddress.TryParse(typed) is { } address)
        {
            return AccountIdentifier.Of(address);
        }

        return AcceptPhone && TryParsePhone(typed) is { } phone ? AccountIdentifier.Of(phone) : null;
    }

    public PhoneNumber? TryParsePhone(string? typed) => PhoneNumber.TryParse(typed, Region);

    /// <summary>The key of a text. One that speaks of addresses has a second form for addresses and numbers.</summary>
    public string TextFor(string key) => AcceptPhone ? $"{key}.OrPhone" : key;
}
