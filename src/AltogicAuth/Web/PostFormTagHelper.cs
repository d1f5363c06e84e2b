using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace AltogicAuth.Web;

/// <summary>Every form that posts carries the antiforgery token, wherever it posts to.</summary>
[HtmlTargetElement("form", Attributes = "[method=post]")]
public sealed class PostFormTagHelper(IHtmlGenerator html) : TagHelper
{
    [HtmlAttributeNotBound, ViewContext]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (!output.Attributes.ContainsName("action"))
        {
            // To the page itself, said aloud: without it a browser takes the fragment of its address along.
            var request = ViewContext.HttpContext.Request;
            output.Attributes.SetAttribute("action", request.PathBase + request.Path + request.QueryString);
        }

        output.PostContent.AppendHtml(html.GenerateAntiforgery(ViewContext));
    }
}
