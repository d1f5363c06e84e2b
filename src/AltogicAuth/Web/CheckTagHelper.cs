using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace AltogicAuth.Web;

/// <summary>A labelled checkbox. MVC's own helper throws when a posted value is not a boolean.</summary>
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
        output.Content
            .AppendHtml(Element.Create("input", null, ("type", "checkbox"), ("id", id), ("name", name), ("value", "true"), ("checked", For.Model is true ? "checked" : null)))
            .AppendHtml(Element.Create("label", For.Metadata.GetDisplayName(), ("for", id)))
            // Browsers omit a box that is not checked. This field says that the form had one.
            .AppendHtml(Element.Create("input", null, ("type", "hidden"), ("name", name), ("value", "false")));
    }
}
