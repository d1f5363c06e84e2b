using AltogicAuth.Resources;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace AltogicAuth.Web;

/// <summary>What is wrong with a form, above it: takes the focus and links to each field. Absent while nothing is wrong.</summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ErrorSummaryTagHelper(IStringLocalizer<Texts> texts) : TagHelper
{
    [HtmlAttributeNotBound, ViewContext]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (ViewContext.ModelState.ErrorCount == 0)
        {
            output.SuppressOutput();
            return;
        }

        // The order of the fields, which is not the order of the model state.
        var errors = ViewContext.ModelState
            .SelectMany(entry => entry.Value!.Errors.Select(error => (Field: PropertyOf(entry.Key), Text: texts[error.ErrorMessage].Value)))
            .Distinct()
            .OrderBy(error => PlaceOf(error.Field));
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "error-summary");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.Add(new TagHelperAttribute("autofocus"));
        output.Content.AppendHtml(Heading());
        output.Content.AppendHtml(List(errors));
    }

    private TagBuilder Heading()
    {
        var heading = new TagBuilder("h2");
        heading.InnerHtml.Append(texts["Error.Summary"]);
        return heading;
    }

    private static TagBuilder List(IEnumerable<(string Field, string Text)> errors)
    {
        var list = new TagBuilder("ul");
        foreach (var (field, text) in errors)
        {
            var item = new TagBuilder("li");
            item.InnerHtml.AppendHtml(field.Length == 0 ? Text(text) : Link(field, text));
            list.InnerHtml.AppendHtml(item);
        }

        return list;
    }

    private static TagBuilder Text(string text)
    {
        var span = new TagBuilder("span");
        span.InnerHtml.Append(text);
        return span;
    }

    private static TagBuilder Link(string field, string text)
    {
        var link = new TagBuilder("a");
        link.Attributes["href"] = $"#{TagBuilder.CreateSanitizedId(field, "_")}";
        link.InnerHtml.Append(text);
        return link;
    }

    // What a handler takes as a parameter binds as "reset.Email"; its field is written from the property "Reset.Email".
    private static string PropertyOf(string key) => key.Length == 0 ? key : char.ToUpperInvariant(key[0]) + key[1..];

    private int PlaceOf(string field) =>
        field.Split('.') is [var form, var name] && ViewContext.ViewData.ModelMetadata.Properties[form] is { } input
            ? input.Properties.TakeWhile(property => property.PropertyName != name).Count()
            : 0;
}
