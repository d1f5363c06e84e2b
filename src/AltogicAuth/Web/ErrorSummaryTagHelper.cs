using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace AltogicAuth.Web;

/// <summary>Several errors, or one that belongs to no field. A single error of a field is at that field only.</summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ErrorSummaryTagHelper(IStringLocalizer<Texts> texts) : TagHelper
{
    [HtmlAttributeNotBound, ViewContext]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        if (ViewContext.ModelState.ErrorCount == 0)
        {
            return;
        }

        // The model state has another order than the fields on the page.
        var errors = ViewContext.ModelState
            .SelectMany(entry => entry.Value!.Errors.Select(error => (Field: PropertyOf(entry.Key), Text: texts[error.ErrorMessage].Value)))
            .Distinct()
            .OrderBy(error => PositionOf(error.Field))
            .ToList();
        if (errors is [{ Field.Length: > 0 }])
        {
            // Its field has the error and the focus.
            return;
        }

        var summary = Element.Create("div", null, ("class", "error-summary"), ("role", "alert"), ("tabindex", "-1"), ("autofocus", ""));
        summary.InnerHtml.AppendHtml(IconTagHelper.Of(NoticeKinds.NameOf(NoticeKind.Danger)));
        summary.InnerHtml.AppendHtml(errors is [var only] ? Message(only.Text) : List(errors));
        output.Content.SetHtmlContent(summary);
    }

    private TagBuilder Message(string text)
    {
        var message = Element.Create("div", null);
        message.InnerHtml.AppendHtml(Element.Create("p", text));
        var response = ViewContext.HttpContext.Response;
        if (response.StatusCode == StatusCodes.Status429TooManyRequests && int.TryParse(response.Headers.RetryAfter, CultureInfo.InvariantCulture, out var seconds))
        {
            message.InnerHtml.AppendHtml(Countdown.Create(texts, "RateLimit.Wait", seconds, "RateLimit.Ready"));
        }

        return message;
    }

    private TagBuilder List(List<(string Field, string Text)> errors)
    {
        var list = Element.Create("div", null);
        list.InnerHtml.AppendHtml(Element.Create("h2", texts["Error.Summary"])).AppendHtml("<ul>");
        foreach (var (field, text) in errors)
        {
            var item = field.Length == 0
                ? Element.Create("span", text)
                : Element.Create("a", text, ("href", $"#{TagBuilder.CreateSanitizedId(field, "_")}"));
            list.InnerHtml.AppendHtml("<li>").AppendHtml(item).AppendHtml("</li>");
        }

        list.InnerHtml.AppendHtml("</ul>");
        return list;
    }

    // A handler's parameter is bound as "nameForm.Name"; its field has the name of the property, "NameForm.Name".
    private static string PropertyOf(string key) => key.Length == 0 ? key : char.ToUpperInvariant(key[0]) + key[1..];

    private int PositionOf(string field) =>
        field.Split('.') is [var form, var name] && ViewContext.ViewData.ModelMetadata.Properties[form] is { } input
            ? input.Properties.TakeWhile(property => property.PropertyName != name).Count()
            : 0;
}
