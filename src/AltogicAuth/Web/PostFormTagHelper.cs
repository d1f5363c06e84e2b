using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace AltogicAuth.Web;

[HtmlTargetElement("form", Attributes = "[method=post]")]
public sealed class PostFormTagHelper(IHtmlGenerator html) : TagHelper
{
    /// <summary>The buttons of the languages submit this form, so that it can be shown again with what was typed.</summary>
    public bool KeepsInput { get; set; }

    [HtmlAttributeNotBound, ViewContext]
    public required ViewContext ViewContext { get; set; }

    /// <summary>The id of the form of the page that keeps its input. The layout is rendered after the page.</summary>
    public static string? FindKept(HttpContext http) => http.Items[typeof(PostFormTagHelper)] as string;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (!output.Attributes.ContainsName("action"))
        {
            // Explicit, because a browser would otherwise keep the fragment of the current address.
            var request = ViewContext.HttpContext.Request;
            output.Attributes.SetAttribute("action", request.PathBase + request.Path + request.QueryString);
        }

        if (KeepsInput)
        {
            var id = output.Attributes["id"]?.Value.ToString() ?? "main-form";
            output.Attributes.SetAttribute("id", id);
            ViewContext.HttpContext.Items[typeof(PostFormTagHelper)] = id;
        }

        output.PostContent.AppendHtml(html.GenerateAntiforgery(ViewContext));
    }
}
