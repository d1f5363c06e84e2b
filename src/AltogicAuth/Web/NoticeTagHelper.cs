using Microsoft.AspNetCore.Razor.TagHelpers;

namespace AltogicAuth.Web;

/// <summary>A message with the icon and colours of its kind. What is inside follows the text: links and buttons.</summary>
public sealed class NoticeTagHelper(IStringLocalizer<Texts> texts) : TagHelper
{
    /// <summary>A key, which also says the kind. Without one, the message is what is inside.</summary>
    public string? Text { get; set; }

    public NoticeKind? Kind { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var kind = NoticeKinds.NameOf(Kind ?? NoticeKinds.Of(Text ?? ""));
        var body = Element.Create("div", null);
        if (Text is not null)
        {
            body.InnerHtml.AppendHtml(Element.Create("p", texts[Text]));
        }

        body.InnerHtml.AppendHtml(await output.GetChildContentAsync());
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"notice notice-{kind}");
        output.Content.AppendHtml(IconTagHelper.Of(kind)).AppendHtml(body);
    }
}
