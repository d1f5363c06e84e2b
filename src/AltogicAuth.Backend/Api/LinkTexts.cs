using AltogicAuth.Backend.Messaging;

namespace AltogicAuth.Backend.Api;

/// <summary>The texts of <see cref="LinkPages"/>. The address follows a text that speaks of one.</summary>
internal sealed record LinkTexts
{
    private static readonly LinkTexts English = new()
    {
        Language = "en",
        ConfirmTitle = "Confirm your new email address",
        ConfirmText = "Press the button to use this address from now on. Until then your old address works. The new one:",
        ConfirmButton = "Confirm my new address",
        ChangedTitle = "Your email address has changed",
        ChangedText = "From now on you log in with:",
        TakenTitle = "This address is taken",
        TakenText = "Another account has this address by now. Your old address goes on working. The taken one:",
        ExpiredTitle = "This link no longer works",
        ExpiredText = "It was used already, or its time is up. If your address has not changed, you can ask for a new link.",
        IncompleteTitle = "This link is incomplete",
        IncompleteText = "Part of it got lost on its way from the mail. Copy the whole link from the mail into your browser, or ask for a new one on the site.",
        UnknownProviderTitle = "Page not found",
        UnknownProviderText = "There is no way to log in by this name. Choose one on the site.",
        Continue = "Continue",
        ToSite = "Go to the site",
    };

    private static readonly LinkTexts Turkish = new()
    {
        Language = "tr",
        ConfirmTitle = "Yeni e-posta adresinizi onaylayın",
        ConfirmText = "Bundan böyle bu adresi kullanmak için düğmeye basın. O zamana kadar eski adresiniz geçerlidir. Yeni adresiniz:",
        ConfirmButton = "Yeni adresimi onayla",
        ChangedTitle = "E-posta adresiniz değişti",
        ChangedText = "Bundan böyle şu adresle giriş yaparsınız:",
        TakenTitle = "Bu adres kullanılıyor",
        TakenText = "Bu adres artık başka bir hesaba ait. Eski adresiniz geçerli kalır. Kullanılan adres:",
        ExpiredTitle = "Bu bağlantı artık çalışmıyor",
        ExpiredText = "Bağlantı kullanılmış ya da süresi dolmuş. Adresiniz değişmediyse yeni bir bağlantı isteyebilirsiniz.",
        IncompleteTitle = "Bu bağlantı eksik",
        IncompleteText = "Bağlantının bir kısmı yolda kaybolmuş. Bağlantının tamamını e-postadan tarayıcınıza kopyalayın ya da siteden yenisini isteyin.",
        UnknownProviderTitle = "Sayfa bulunamadı",
        UnknownProviderText = "Bu adla bir giriş yolu yok. Sitedekilerden birini seçin.",
        Continue = "Devam et",
        ToSite = "Siteye git",
    };

    public required string Language { get; init; }

    public required string ConfirmTitle { get; init; }

    public required string ConfirmText { get; init; }

    public required string ConfirmButton { get; init; }

    public required string ChangedTitle { get; init; }

    public required string ChangedText { get; init; }

    public required string TakenTitle { get; init; }

    public required string TakenText { get; init; }

    public required string ExpiredTitle { get; init; }

    public required string ExpiredText { get; init; }

    public required string IncompleteTitle { get; init; }

    public required string IncompleteText { get; init; }

    public required string UnknownProviderTitle { get; init; }

    public required string UnknownProviderText { get; init; }

    public required string Continue { get; init; }

    public required string ToSite { get; init; }

    public static LinkTexts For(HttpRequest request) =>
        PreferredLanguage.Of(request.Headers.AcceptLanguage) == Turkish.Language ? Turkish : English;
}
