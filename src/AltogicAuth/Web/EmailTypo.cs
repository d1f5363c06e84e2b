namespace AltogicAuth.Web;

/// <summary>Recognizes <c>ann@gmial.com</c>. The visitor is asked once and may keep the address.</summary>
public sealed class EmailTypo(IStringLocalizer<Texts> texts)
{
    private static readonly string[] Suggested =
    [
        "gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "live.com", "yahoo.com", "icloud.com", "me.com",
        "aol.com", "msn.com", "proton.me", "protonmail.com", "gmx.de", "gmx.net", "web.de", "yandex.com", "mail.ru",
    ];

    private static readonly HashSet<string> Known = [.. Suggested, "ymail.com", "mail.com", "gmx.com", "yandex.ru", "gmx.at", "gmx.ch"];

    /// <summary>Adds the question as an error of the field. The form then sends the address as <c>Input.AcceptedEmail</c> too.</summary>
    public void AddTypoError(PageModel page, string field, EmailAddress? address, string? acceptedBefore)
    {
        if (address is not null && address != EmailAddress.TryParse(acceptedBefore) && Suggest(address.Display) is { } suggestion)
        {
            page.ModelState.AddModelError(field, texts["Email.DidYouMean", suggestion]);
            page.ModelState.SetModelValue("Input.AcceptedEmail", address.Value, address.Value);
        }
    }

    public static string? Suggest(string address)
    {
        var at = address.LastIndexOf('@');
        var domain = address[(at + 1)..];
        return at > 0 && !Known.Contains(domain) && Suggested.FirstOrDefault(known => IsOneTypoFrom(domain, known)) is { } meant
            ? $"{address[..at]}@{meant}"
            : null;
    }

    // One wrong, missing or additional letter, or two swapped neighbours.
    private static bool IsOneTypoFrom(string typed, string known)
    {
        var start = typed.AsSpan().CommonPrefixLength(known);
        var (a, b) = (typed[start..], known[start..]);
        return WithoutFirst(a) == WithoutFirst(b) || WithoutFirst(a) == b || a == WithoutFirst(b) ||
            a.Length >= 2 && b.Length >= 2 && a[0] == b[1] && a[1] == b[0] && a[2..] == b[2..];
    }

    private static string WithoutFirst(string text) => text.Length == 0 ? text : text[1..];
}
