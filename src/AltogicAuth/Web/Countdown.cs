using Microsoft.AspNetCore.Html;

namespace AltogicAuth.Web;

/// <summary>A sentence with the time until a form may be sent again. The script counts down, and disables the form's button until then.</summary>
public static class Countdown
{
    private const int MaxSecondsShown = 120;

    /// <param name="texts">The texts in the language of the page.</param>
    /// <param name="key">A sentence with {0} in place of the time.</param>
    /// <param name="seconds">How long from now.</param>
    /// <param name="readyKey">What the script shows in the end.</param>
    public static IHtmlContent Create(IStringLocalizer<Texts> texts, string key, int seconds, string readyKey)
    {
        // A timer in a status is silent: only what replaces it is announced.
        var sentence = Element.Create("p", null, ("role", "status"));
        var timer = Element.Create("span", TextOf(texts, seconds), ("role", "timer"), ("data-countdown", $"{seconds}"), ("data-ready", texts[readyKey]));
        var parts = texts[key].Value.Split("{0}");
        sentence.InnerHtml.Append(parts[0]).AppendHtml(timer).Append(parts[^1]);
        return sentence;
    }

    private static string TextOf(IStringLocalizer<Texts> texts, int seconds) => seconds <= MaxSecondsShown
        ? texts.Plural("Wait.Second", seconds)
        : texts.Plural("Wait.Minute", (seconds + 59) / 60);
}
