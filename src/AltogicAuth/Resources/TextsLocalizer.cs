using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using Microsoft.Extensions.Localization;

namespace AltogicAuth.Resources;

/// <summary>
/// The texts of each language in one table, made when the language is first asked for. The framework's own localizer
/// builds a cache key for every text that it looks up, and a page has dozens. A text that a language lacks is in English.
/// </summary>
public sealed class TextsLocalizer(ResourceManager resources) : IStringLocalizer<Texts>
{
    private readonly ConcurrentDictionary<CultureInfo, FrozenDictionary<string, LocalizedString>> _languages = [];

    public LocalizedString this[string name] =>
        Table(CultureInfo.CurrentUICulture).TryGetValue(name, out var text) ? text : new LocalizedString(name, name, resourceNotFound: true);

    public LocalizedString this[string name, params object[] arguments] =>
        new(name, string.Format(CultureInfo.CurrentCulture, this[name].Value, arguments));

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => Table(CultureInfo.CurrentUICulture).Values;

    private FrozenDictionary<string, LocalizedString> Table(CultureInfo culture) => _languages.GetOrAdd(culture, ReadTable);

    private FrozenDictionary<string, LocalizedString> ReadTable(CultureInfo culture) =>
        WithParents(culture)
            .Select(language => resources.GetResourceSet(language, createIfNotExists: true, tryParents: false))
            .OfType<ResourceSet>()
            .SelectMany(set => set.Cast<DictionaryEntry>())
            .DistinctBy(entry => entry.Key)
            .ToFrozenDictionary(entry => (string)entry.Key, entry => new LocalizedString((string)entry.Key, (string)entry.Value!));

    /// <summary>The closest first. The invariant culture stands for English.</summary>
    private static IEnumerable<CultureInfo> WithParents(CultureInfo culture)
    {
        for (; !culture.Equals(CultureInfo.InvariantCulture); culture = culture.Parent)
        {
            yield return culture;
        }

        yield return CultureInfo.InvariantCulture;
    }
}
