using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace AltogicAuth.Web;

[HtmlTargetElement("form", Attributes = "[method=post]")]
public sealed class PostFormTagHelper(IHtmlGenerator html) : TagHelper
{
    [HtmlAttributeNotBound, ViewContext]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (!output.Attributes.ContainsName("action"))
        {
            // Explicit, because a browser would otherwise keep the fragment of the current address.
            var request = ViewContext.HttpContext.Request;
            output.Attributes.SetAttribute("action", request.PathBase + request.Path + request.QueryString);
        }

        output.PostContent.AppendHtml(html.GenerateAntiforgery(ViewContext));
    }
}
