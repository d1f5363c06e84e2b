using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace AltogicAuth.Web;

/// <summary>A labelled box to tick. MVC's own helper throws when a posted value is no boolean.</summary>
[HtmlTargetElement("check", TagStructure = TagStructure.WithoutEndTag)]
public sealed class CheckTagHelper : TagHelper
{
    [HtmlAttributeName("for")]
    public required ModelExpression For { get; set; }

    [HtmlAttributeNotBound, ViewContext]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = TagBuilder.CreateSanitizedId(name, "_");

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "check");
        var box = Input(name, "checkbox", "true");
        box.Attributes["id"] = id;
        if (For.Model is true)
        {
            box.Attributes["checked"] = "checked";
        }

        var label = new TagBuilder("label");
        label.Attributes["for"] = id;
        label.InnerHtml.Append(For.Metadata.GetDisplayName());
        output.Content.AppendHtml(box).AppendHtml(label);
        // An unticked box sends nothing; this says that it was there.
        output.Content.AppendHtml(Input(name, "hidden", "false"));
    }

    private static TagBuilder Input(string name, string type, string value)
    {
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        input.Attributes["name"] = name;
        input.Attributes["type"] = type;
        input.Attributes["value"] = value;
        return input;
    }
}
