using Microsoft.AspNetCore.Razor.TagHelpers;

namespace AltogicAuth.Web;

/// <summary>Shows a number as the reader writes it. Its groups keep their order in a text that runs from right to left.</summary>
[HtmlTargetElement("phone-number", TagStructure = TagStructure.WithoutEndTag)]
public sealed class PhoneNumberTagHelper(AccountIdentifiers identifiers) : TagHelper
{
    public string? Of { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "bdi";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "phone");
        output.Attributes.SetAttribute("dir", "ltr");
        output.Content.Append(PhoneNumber.FromAccount(Of)?.DisplayIn(identifiers.Region) ?? Of ?? "");
    }
}
