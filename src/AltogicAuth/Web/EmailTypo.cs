using AltogicAuth.Resources;
using Microsoft.Extensions.Localization;

namespace AltogicAuth.Web;

/// <summary>Notices <c>ann@gmial.com</c>. The visitor is asked once; the second time the address is taken as it is.</summary>
public sealed class EmailTypo(IStringLocalizer<Texts> texts)
{
    private static readonly string[] WellKnown =
    [
        "gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "live.com", "yahoo.com", "icloud.com", "me.com",
        "aol.com", "msn.com", "proton.me", "protonmail.com", "gmx.de", "gmx.net", "web.de", "yandex.com", "mail.ru",
    ];

    private static readonly HashSet<string> Known = [.. WellKnown, "ymail.com", "mail.com", "gmx.com", "yandex.ru", "gmx.at", "gmx.ch"];

    /// <summary>Asks at <c>Input.Email</c>, beside whatever else is wrong. The form then carries the address as <c>Input.AcceptedEmail</c>.</summary>
    public void Question(PageModel page, EmailAddress? address, string? acceptedBefore)
    {
        if (address is null || address == EmailAddress.TryParse(acceptedBefore) || Suggest(address.Display) is not { } suggestion)
        {
            return;
        }

        page.ModelState.AddModelError("Input.Email", texts["Email.DidYouMean", suggestion]);
        page.ModelState.SetModelValue("Input.AcceptedEmail", address.Value, address.Value);
    }

    public static string? Suggest(string address)
    {
        var at = address.LastIndexOf('@');
        var domain = address[(at + 1)..];
        if (at < 1 || Known.Contains(domain))
        {
            return null;
        }

        return WellKnown.FirstOrDefault(known => IsOneSlipFrom(domain, known)) is { } meant ? $"{address[..at]}@{meant}" : null;
    }

    // One letter wrong, missing or too many, or two neighbours swapped.
    private static bool IsOneSlipFrom(string typed, string known)
    {
        if (Math.Abs(typed.Length - known.Length) > 1)
        {
            return false;
        }

        var start = typed.AsSpan().CommonPrefixLength(known);
        var (typedRest, knownRest) = (typed[start..], known[start..]);
        return typedRest.Length == knownRest.Length && typedRest.Length > 0 &&
                   (typedRest[1..] == knownRest[1..] || IsSwapped(typedRest, knownRest)) ||
               typedRest.Length == knownRest.Length + 1 && typedRest[1..] == knownRest ||
               typedRest.Length + 1 == knownRest.Length && typedRest == knownRest[1..];
    }

    private static bool IsSwapped(string typed, string known) =>
        typed.Length >= 2 && typed[0] == known[1] && typed[1] == known[0] && typed[2..] == known[2..];
}
