using PhoneNumbers;

namespace AltogicAuth.Backend.Messaging;

/// <summary>
/// Which numbers an SMS is sent to: mobile ones of the allowed countries. Other kinds may earn their owner money, or take no SMS.
/// </summary>
internal sealed class SmsRecipients(IOptions<BackendOptions> options)
{
    private static readonly Lazy<PhoneNumberUtil> Plans = new(PhoneNumberUtil.GetInstance);

    /// <summary>Why nothing is sent to a number; null where it may be.</summary>
    public string? FindProblem(PhoneNumber phone)
    {
        if (Parse(phone) is not { } number)
        {
            return "unknown-country";
        }

        var allowed = BackendOptions.ListOf(options.Value.Sms.AllowedCountries);
        // International networks, satellites among them, have the region 001, which no setting can allow.
        if (Plans.Value.GetRegionCodeForNumber(number) is not { Length: 2 } country || (allowed is not [] && !allowed.Contains(country)))
        {
            return "country";
        }

        // Some plans do not tell mobile numbers from those of landlines.
        return Plans.Value.GetNumberType(number) is PhoneNumberType.MOBILE or PhoneNumberType.FIXED_LINE_OR_MOBILE ? null : "kind";
    }

    /// <summary>The first digits of a number, which the networks of a country or of several share; null where no country has them.</summary>
    public static int? PrefixOf(PhoneNumber phone) => Parse(phone)?.CountryCode;

    /// <summary>Whether there is a numbering plan for a country, by its two letters.</summary>
    public static bool IsCountry(string country) => Plans.Value.GetSupportedRegions().Contains(country);

    private static PhoneNumbers.PhoneNumber? Parse(PhoneNumber phone)
    {
        try
        {
            return Plans.Value.Parse(phone.Value, defaultRegion: null);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
