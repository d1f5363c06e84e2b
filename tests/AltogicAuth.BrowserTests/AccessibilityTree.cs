using System.Text.Json;
using Microsoft.Playwright;

namespace AltogicAuth.BrowserTests;

/// <summary>What the browser tells assistive technology of a page.</summary>
internal sealed class AccessibilityTree
{
    private readonly IReadOnlyList<AccessibleNode> _nodes;

    private AccessibilityTree(JsonElement.ArrayEnumerator nodes)
    {
        // The lines of a text come more than once.
        var byId = nodes.DistinctBy(IdOf).ToDictionary(IdOf);
        _nodes = [.. byId.Values.Where(node => !node.GetProperty("ignored").GetBoolean()).Select(node => new AccessibleNode(
            ValueOf(node, "role"), ValueOf(node, "name"), ValueOf(node, "description"), TextOf(node, byId), PropertiesOf(node)))];
    }

    /// <summary>Null while the page itself has the focus.</summary>
    public AccessibleNode? Focused => _nodes.SingleOrDefault(node => node.Role != "RootWebArea" && node.Is("focused"));

    public static async Task<AccessibilityTree> ReadAsync(IPage page)
    {
        var devTools = await page.Context.NewCDPSessionAsync(page);
        var tree = await devTools.SendAsync("Accessibility.getFullAXTree");
        await devTools.DetachAsync();
        return new AccessibilityTree(tree!.Value.GetProperty("nodes").EnumerateArray());
    }

    public IEnumerable<AccessibleNode> OfRole(string role) => _nodes.Where(node => node.Role == role);

    public bool Has(string control) => _nodes.Any(node => node.ToString() == control);

    private static string IdOf(JsonElement node) => node.GetProperty("nodeId").GetString()!;

    private static string TextOf(JsonElement node, Dictionary<string, JsonElement> byId) => ValueOf(node, "role") == "StaticText"
        ? ValueOf(node, "name")
        : string.Concat(node.GetProperty("childIds").EnumerateArray().Select(id => byId.TryGetValue(id.GetString()!, out var child) ? TextOf(child, byId) : ""));

    private static Dictionary<string, string> PropertiesOf(JsonElement node) => node.TryGetProperty("properties", out var properties)
        ? properties.EnumerateArray().ToDictionary(property => property.GetProperty("name").GetString()!, property => ValueOf(property, "value"))
        : [];

    private static string ValueOf(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var typed) && typed.TryGetProperty("value", out var value) ? value.ToString() : "";
}

internal sealed record AccessibleNode(string Role, string Name, string Description, string Text, IReadOnlyDictionary<string, string> Properties)
{
    public bool Is(string property) => Properties.TryGetValue(property, out var value) && value.Equals("true", StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"{Role} {Name}";
}
