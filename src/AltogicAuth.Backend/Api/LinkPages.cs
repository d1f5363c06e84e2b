using AltogicAuth.Backend.Messaging;

namespace AltogicAuth.Backend.Api;

/// <summary>Pages of a link that does not redirect to the app, in the language of the browser.</summary>
internal static class LinkPages
{
    // The app is on another origin. A link leads to it, because browsers apply form-action to a redirect after a POST too.
    private const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static IResult ConfirmEmailChange(HttpContext http, string email, int status = 200)
    {
        var texts = TextsFor(http.Request);
        // The form posts to the address of the page, which has the key of the link.
        return Show(http, status, texts["ConfirmTitle"], texts["ConfirmText"], email, $"""
            <form method="post"><button type="submit">{BackendPage.Encode(texts["ConfirmButton"])}</button></form>
            """);
    }

    public static IResult EmailChanged(HttpContext http, string email, string next)
    {
        var texts = TextsFor(http.Request);
        return Show(http, 200, texts["ChangedTitle"], texts["ChangedText"], email, Link(next, texts["Continue"]));
    }

    public static IResult EmailTaken(HttpContext http, string email, string next)
    {
        var texts = TextsFor(http.Request);
        return Show(http, 401, texts["TakenTitle"], texts["TakenText"], email, Link(next, texts["Continue"]));
    }

    public static IResult Expired(HttpContext http, string next)
    {
        var texts = TextsFor(http.Request);
        return Show(http, 400, texts["ExpiredTitle"], texts["ExpiredText"], email: null, Link(next, texts["Continue"]));
    }

    /// <summary>The link was cut off or changed on its way from the mail.</summary>
    public static IResult Incomplete(HttpContext http, Uri site)
    {
        var texts = TextsFor(http.Request);
        return Show(http, 400, texts["IncompleteTitle"], texts["IncompleteText"], email: null, Link(site.AbsoluteUri, texts["ToSite"]));
    }

    public static IResult UnknownProvider(HttpContext http, Uri site)
    {
        var texts = TextsFor(http.Request);
        return Show(http, 404, texts["UnknownProviderTitle"], texts["UnknownProviderText"], email: null, Link(site.AbsoluteUri, texts["ToSite"]));
    }

    private static IResult Show(HttpContext http, int status, string title, string text, string? email, string next) =>
        // The address has the key, so not even the app may see its path. The form has to send its origin.
        BackendPage.Show(http, status, Policy, "strict-origin", LanguageOf(http.Request).Code, title, $"""
            <section class="card">
              <h1>{BackendPage.Encode(title)}</h1>
              <p>{BackendPage.Encode(text)}{(email is null ? "" : $" <b><bdi>{BackendPage.Address(email)}</bdi></b>")}</p>
              {next}
            </section>
            """);

    private static Texts TextsFor(HttpRequest request) => new(LanguageOf(request));

    private static Language LanguageOf(HttpRequest request) => Language.Find(Language.PreferredBy(request.Headers.AcceptLanguage));

    private static string Link(string target, string text) =>
        $"""<p class="ways"><a class="open" href="{BackendPage.Encode(target)}">{BackendPage.Encode(text)}</a></p>""";
}
