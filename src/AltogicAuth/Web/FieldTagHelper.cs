using AltogicAuth.Resources;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace AltogicAuth.Web;

/// <summary>
/// One field: label, hint, input and error, connected for assistive technology. Ids follow the model expression:
/// <c>Input_Email</c>, <c>Input_Email-hint</c>, <c>Input_Email-error</c>.
/// </summary>
[HtmlTargetElement("field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FieldTagHelper(IStringLocalizer<Texts> texts) : TagHelper
{
    [HtmlAttributeName("for")]
    public required ModelExpression For { get; set; }

    public string Type { get; set; } = "text";

    public string? Autocomplete { get; set; }

    /// <summary>The key of the hint's text.</summary>
    public string? Hint { get; set; }

    [HtmlAttributeNotBound, ViewContext]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = TagBuilder.CreateSanitizedId(name, "_");
        ViewContext.ModelState.TryGetValue(name, out var state);
        var error = state?.Errors is [var first, ..] ? texts[first.ErrorMessage].Value : null;
        var (hintId, errorId) = (Hint is null ? null : $"{id}-hint", error is null ? null : $"{id}-error");

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", error is null ? "field" : "field field-invalid");
        output.Content.AppendHtml(Element.Create("label", For.Metadata.GetDisplayName(), ("for", id)));
        if (Hint is not null)
        {
            output.Content.AppendHtml(Element.Create("p", texts[Hint], ("class", "hint"), ("id", hintId)));
        }

        output.Content.AppendHtml(Input(id, name, state?.AttemptedValue, hintId, errorId));
        if (error is not null)
        {
            output.Content.AppendHtml(Element.Create("p", error, ("class", "error"), ("id", errorId)));
        }
    }

    private TagBuilder Input(string id, string name, string? attemptedValue, string? hintId, string? errorId)
    {
        var isPassword = Type == "password";
        var isProse = Type is not ("email" or "password");
        var input = Element.Create(
            "input", null, ("id", id), ("name", name), ("type", Type), ("autocomplete", Autocomplete), ("required", "required"),
            ("value", isPassword ? null : attemptedValue ?? For.Model?.ToString()),
            ("autocapitalize", isProse ? null : "none"), ("spellcheck", isProse ? null : "false"),
            ("aria-describedby", hintId is null ? errorId : $"{hintId} {errorId}".TrimEnd()), ("aria-invalid", errorId is null ? null : "true"));
        if (!isPassword)
        {
            return input;
        }

        // Room for the script's button: moving the input later would take the focus from it.
        var row = Element.Create("div", null, ("class", "with-reveal"));
        row.InnerHtml.AppendHtml(input);
        return row;
    }
}
