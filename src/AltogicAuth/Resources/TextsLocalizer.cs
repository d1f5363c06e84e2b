using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using Microsoft.Extensions.Localization;

namespace AltogicAuth.Resources;

/// <summary>
/// The texts of each language in one table, made when the language is first asked for. The framework's own localizer
/// builds a cache key for every text that it looks up, and a page has dozens.
/// </summary>
public sealed class TextsLocalizer : IStringLocalizer<Texts>
{
    private static readonly ResourceManager Resources = new(typeof(Texts));

    private readonly ConcurrentDictionary<CultureInfo, FrozenDictionary<string, LocalizedString>> _languages = [];

    public LocalizedString this[string name] =>
        Table(CultureInfo.CurrentUICulture).TryGetValue(name, out var text) ? text : new LocalizedString(name, name, resourceNotFound: true);

    public LocalizedString this[string name, params object[] arguments] =>
        new(name, string.Format(CultureInfo.CurrentCulture, this[name].Value, arguments));

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => Table(CultureInfo.CurrentUICulture).Values;

    private FrozenDictionary<string, LocalizedString> Table(CultureInfo culture) => _languages.GetOrAdd(culture, ReadTable);

    private static FrozenDictionary<string, LocalizedString> ReadTable(CultureInfo culture) =>
        Resources.GetResourceSet(culture, createIfNotExists: true, tryParents: true)!
            .Cast<DictionaryEntry>()
            .ToFrozenDictionary(entry => (string)entry.Key, entry => new LocalizedString((string)entry.Key, (string)entry.Value!));
}
