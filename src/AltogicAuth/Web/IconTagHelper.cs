using System.Collections.Frozen;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace AltogicAuth.Web;

/// <summary><c>&lt;icon name="mail" /&gt;</c>. The text beside an icon says what it means, so assistive technology skips the icon.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    private const string Circle = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z";

    // Strokes on a square of 24. The style sheet chooses their width and colour, and mirrors what points in the reading direction.
    private static readonly (string Name, string Path)[] Paths =
    [
        ("information", $"{Circle}M12 11v5.5M12 7.5v.01"),
        ("success", $"{Circle}M8 12.25l2.75 2.75L16 9.5"),
        ("warning", "M12 3.5 2.5 20h19ZM12 10v4.5M12 17v.01"),
        ("danger", "M8.5 3h7L21 8.5v7L15.5 21h-7L3 15.5v-7ZM12 7.75v5M12 16v.01"),
        ("camera", "M3 7h4.5L9 4.5h6L16.5 7H21v12.5H3ZM12 16.5A3.5 3.5 0 1 0 12 9.5a3.5 3.5 0 0 0 0 7Z"),
        ("check", "m4.5 12.5 5 5 10-11"),
        ("chevron", "m9 5 7 7-7 7"),
        ("clock", $"{Circle}M12 7v5l3.5 2"),
        ("close", "m5.5 5.5 13 13M18.5 5.5l-13 13"),
        ("computer", "M3 4.5h18v12H3ZM8.5 20.5h7M12 16.5v4"),
        ("down", "m6 9.5 6 6 6-6"),
        ("download", "M12 3v12M7.5 10.5 12 15l4.5-4.5M4 20h16"),
        ("globe", $"{Circle}M3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18"),
        ("help", $"{Circle}M9.5 9.75a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.75v.01"),
        ("key", "M7.5 20a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.75 12.25 20 3M16 7l3 3"),
        ("leave", "M14 4H5v16h9M10 12h11M17.5 8.5 21 12l-3.5 3.5"),
        ("link", "M10 13.5a4 4 0 0 0 5.75.5L19 10.75a4.1 4.1 0 0 0-5.8-5.8L11.5 6.6M14 10.5a4 4 0 0 0-5.75-.5L5 13.25a4.1 4.1 0 0 0 5.8 5.8l1.7-1.65"),
        ("lock", "M5 11h14v9.5H5ZM8 11V7.5a4 4 0 0 1 8 0V11M12 14.75v2"),
        ("mail", "M3 5.5h18v13H3ZM3.5 6.5 12 13l8.5-6.5"),
        ("minus", "M5 12h14"),
        ("moon", "M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5Z"),
        ("phone", "M7 2.5h10v19H7ZM11 18.25h2"),
        ("plus", "M12 5v14M5 12h14"),
        ("program", "M3 4.5h18v15H3ZM7 9.5 10 12l-3 2.5M12.5 15H17"),
        ("refresh", "M20 12a8 8 0 1 1-2.5-5.8L20 8.5M20 3.5v5h-5"),
        ("sun", "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4"),
        ("tablet", "M4.5 2.5h15v19h-15ZM11 18.25h2"),
        ("trash", "M4 6.5h16M9 6.5v-3h6v3M6 6.5l1 14h10l1-14M10 10.5v6M14 10.5v6"),
        ("user", "M12 12a4.25 4.25 0 1 0 0-8.5 4.25 4.25 0 0 0 0 8.5ZM4 20.5c.75-3.75 3.75-5.5 8-5.5s7.25 1.75 8 5.5"),
    ];

    private static readonly FrozenDictionary<string, IHtmlContent> Icons = Paths.ToFrozenDictionary(icon => icon.Name, IHtmlContent (icon) => new HtmlString(
        $"""<svg class="icon icon-{icon.Name}" viewBox="0 0 24 24" aria-hidden="true"><path d="{icon.Path}" /></svg>"""));

    public static IEnumerable<string> Names => Paths.Select(icon => icon.Name);

    public required string Name { get; set; }

    public static IHtmlContent Of(string name) => Icons[name];

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Of(Name));
    }
}
