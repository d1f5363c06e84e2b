using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Resources;

namespace AltogicAuth.Resources;

/// <summary>One table of texts for each language: the framework's localizer builds a cache key for each of the dozens of texts of a page.</summary>
public sealed class TextsLocalizer(ResourceManager resources) : IStringLocalizer<Texts>
{
    private readonly ConcurrentDictionary<CultureInfo, FrozenDictionary<string, LocalizedString>> _tables = [];

    public LocalizedString this[string name] =>
        Table().TryGetValue(name, out var text) ? text : new LocalizedString(name, name, resourceNotFound: true);

    public LocalizedString this[string name, params object[] arguments] =>
        new(name, string.Format(CultureInfo.CurrentCulture, this[name].Value, arguments), this[name].ResourceNotFound);

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => Table().Values;

    private FrozenDictionary<string, LocalizedString> Table() => _tables.GetOrAdd(CultureInfo.CurrentUICulture, ReadTable, resources);

    // English, the invariant culture, replaces what another language lacks. That may have more plural forms.
    private static FrozenDictionary<string, LocalizedString> ReadTable(CultureInfo culture, ResourceManager resources) =>
        NamesIn(CultureInfo.InvariantCulture, resources)
            .Union(NamesIn(culture, resources))
            .ToFrozenDictionary(name => name, name => new LocalizedString(name, resources.GetString(name, culture)!));

    private static IEnumerable<string> NamesIn(CultureInfo culture, ResourceManager resources) =>
        resources.GetResourceSet(culture, createIfNotExists: true, tryParents: true)!.Cast<DictionaryEntry>().Select(entry => (string)entry.Key);
}
