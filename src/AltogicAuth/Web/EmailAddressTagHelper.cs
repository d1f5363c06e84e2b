using Microsoft.AspNetCore.Razor.TagHelpers;

namespace AltogicAuth.Web;

/// <summary>An address to read, an international domain in its own script. Where it is too long for its line, it breaks before the @ first.</summary>
[HtmlTargetElement("email-address", TagStructure = TagStructure.WithoutEndTag)]
public sealed class EmailAddressTagHelper : TagHelper
{
    public string? Of { get; set; }

    /// <summary>Adds the canonical form where it reads differently: letters of other scripts can look alike.</summary>
    public bool Exact { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var known = EmailAddress.TryParse(Of);
        var address = known?.Display ?? Of ?? "";
        var at = Math.Max(address.LastIndexOf('@'), 0);
        output.TagName = "bdi";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "address");
        output.Content.Append(address[..at]).AppendHtml("<wbr>").Append(address[at..]);
        if (Exact && known is not null && known.Value != known.Display)
        {
            output.Content.Append($" ({known.Value})");
        }
    }
}
