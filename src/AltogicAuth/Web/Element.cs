using Microsoft.AspNetCore.Mvc.Rendering;

namespace AltogicAuth.Web;

internal static class Element
{
    /// <summary>Encodes text and attributes. An attribute whose value is null is left out.</summary>
    public static TagBuilder Create(string tag, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        var element = new TagBuilder(tag) { TagRenderMode = tag == "input" ? TagRenderMode.SelfClosing : TagRenderMode.Normal };
        element.InnerHtml.Append(text ?? "");
        foreach (var (name, value) in attributes)
        {
            if (value is not null)
            {
                element.Attributes[name] = value;
            }
        }

        return element;
    }
}
