using Microsoft.AspNetCore.Razor.TagHelpers;

namespace AltogicAuth.Web;

/// <summary>Shows an address with its domain in its own script. A long address breaks before the @ first.</summary>
[HtmlTargetElement("email-address", TagStructure = TagStructure.WithoutEndTag)]
public sealed class EmailAddressTagHelper : TagHelper
{
    public string? Of { get; set; }

    /// <summary>Adds the canonical form if it differs: letters of different scripts can look alike.</summary>
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
