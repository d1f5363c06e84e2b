using AltogicAuth.Resources;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace AltogicAuth.Web;

/// <summary>
/// One labelled field: label, hint, input and error, tied together for assistive technology. Ids follow the model
/// expression: <c>Input_Email</c>, <c>Input_Email-hint</c>, <c>Input_Email-error</c>.
/// </summary>
[HtmlTargetElement("field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FieldTagHelper(IStringLocalizer<Texts> texts) : TagHelper
{
    [HtmlAttributeName("for")]
    public required ModelExpression For { get; set; }

    public string Type { get; set; } = "text";

    public string? Autocomplete { get; set; }

    /// <summary>Key of the hint's text.</summary>
    public string? Hint { get; set; }

    [HtmlAttributeNotBound, ViewContext]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = TagBuilder.CreateSanitizedId(name, "_");
        ViewContext.ModelState.TryGetValue(name, out var state);
        var error = state?.Errors is [var first, ..] ? texts[first.ErrorMessage].Value : null;

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", error is null ? "field" : "field field-invalid");
        output.Content.AppendHtml(Label(id));
        if (Hint is not null)
        {
            output.Content.AppendHtml(Paragraph("hint", $"{id}-hint", texts[Hint]));
        }

        var input = Input(name, id, state, error);
        output.Content.AppendHtml(Type == "password" ? WithRoomForButton(input) : input);
        if (error is not null)
        {
            output.Content.AppendHtml(Paragraph("error", $"{id}-error", error));
        }
    }

    private TagBuilder Label(string id)
    {
        var label = new TagBuilder("label");
        label.Attributes["for"] = id;
        label.InnerHtml.Append(For.Metadata.GetDisplayName());
        return label;
    }

    private static TagBuilder Paragraph(string cssClass, string id, string text)
    {
        var paragraph = new TagBuilder("p");
        paragraph.Attributes["class"] = cssClass;
        paragraph.Attributes["id"] = id;
        paragraph.InnerHtml.Append(text);
        return paragraph;
    }

    private TagBuilder Input(string name, string id, ModelStateEntry? state, string? error)
    {
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        input.Attributes["id"] = id;
        input.Attributes["name"] = name;
        input.Attributes["type"] = Type;
        Set("autocomplete", Autocomplete);
        Set("value", Type == "password" ? null : state?.AttemptedValue ?? For.Model?.ToString());
        Set("required", "required");
        Set("aria-describedby", DescribedBy(id, error));
        Set("aria-invalid", error is null ? null : "true");
        if (Type is "email" or "password")
        {
            input.Attributes["autocapitalize"] = "none";
            input.Attributes["spellcheck"] = "false";
        }

        return input;

        void Set(string attribute, string? value)
        {
            if (value is not null)
            {
                input.Attributes[attribute] = value;
            }
        }
    }

    // For the script's: an input that had to be moved for it would lose the focus of somebody who is typing already.
    private static TagBuilder WithRoomForButton(TagBuilder input)
    {
        var row = new TagBuilder("div");
        row.Attributes["class"] = "with-reveal";
        row.InnerHtml.AppendHtml(input);
        return row;
    }

    private string? DescribedBy(string id, string? error) => (Hint, error) switch
    {
        (null, null) => null,
        (_, null) => $"{id}-hint",
        (null, _) => $"{id}-error",
        _ => $"{id}-hint {id}-error",
    };
}
