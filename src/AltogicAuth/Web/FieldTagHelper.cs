using AltogicAuth.Passwords;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace AltogicAuth.Web;

/// <summary>Label, hint, input and error of a field, connected for assistive technology by ids such as <c>Input_Identifier-hint</c>.</summary>
[HtmlTargetElement("field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FieldTagHelper(IStringLocalizer<Texts> texts, SiteRoot root, Draft draft, AccountIdentifiers identifiers) : TagHelper
{
    /// <summary>The type of a field for an address or, where the environment has phone numbers, a number.</summary>
    private const string Identifier = "identifier";

    public required ModelExpression For { get; set; }

    public string Type { get; set; } = "text";

    public string? Autocomplete { get; set; }

    public string? Inputmode { get; set; }

    public string? Hint { get; set; }

    /// <summary>In place of the property's own name, where it depends on the account.</summary>
    public string? Label { get; set; }

    [HtmlAttributeNotBound, ViewContext]
    public required ViewContext ViewContext { get; set; }

    private string? Typed => draft.Find(ViewContext.HttpContext, For.Name);

    private string Id => TagBuilder.CreateSanitizedId(For.Name, "_");

    private bool AcceptsPhone => Type == Identifier && identifiers.AcceptPhone;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Type == "checkbox" ? Checkbox() : TextField());
    }

    private TagBuilder TextField()
    {
        ViewContext.ModelState.TryGetValue(For.Name, out var state);
        var error = state?.Errors is [var first, ..] ? texts[first.ErrorMessage].Value : null;
        var (hintId, errorId) = (Hint is null ? null : $"{Id}-hint", error is null ? null : $"{Id}-error");

        var field = Element.Create("div", null, ("class", error is null ? "field" : "field field-invalid"));
        field.InnerHtml.AppendHtml(LabelElement());
        if (Hint is not null)
        {
            field.InnerHtml.AppendHtml(Element.Create("p", texts[Hint], ("class", "hint"), ("id", hintId)));
        }

        field.InnerHtml.AppendHtml(Input(state?.AttemptedValue, hintId, errorId));
        if (AcceptsPhone)
        {
            field.InnerHtml.AppendHtml(Recognized(state?.AttemptedValue));
        }

        if (Autocomplete == "new-password")
        {
            field.InnerHtml.AppendHtml(Requirements());
        }

        if (error is not null)
        {
            field.InnerHtml.AppendHtml(Element.Create("p", error, ("class", "error"), ("id", errorId)));
        }

        return field;
    }

    // The script shows those that the typed password does not meet. The last one is for what the server says.
    private TagBuilder Requirements()
    {
        var list = Element.Create("ul", null, ("class", "requirements"), ("data-rules", $"{root}/password-rules"));
        list.InnerHtml
            .AppendHtml(Element.Create("li", texts["Password.TooShort"], ("data-min", $"{PasswordPolicy.MinLength}")))
            .AppendHtml(Element.Create("li", texts["Password.TooLong"], ("data-max", $"{PasswordPolicy.MaxLength}")))
            .AppendHtml(Element.Create("li", null, ("data-server", "")));
        var status = Element.Create("div", null, ("role", "status"));
        status.InnerHtml.AppendHtml(list);
        return status;
    }

    private TagBuilder Input(string? attemptedValue, string? hintId, string? errorId)
    {
        var isPassword = Type == "password";
        var isProse = Type is not ("email" or "password" or "tel" or Identifier) && Inputmode is null;
        var type = AcceptsPhone ? "text" : Type == Identifier ? "email" : Type;
        var input = Element.Create(
            "input", null, ("id", Id), ("name", For.Name), ("type", type), ("autocomplete", Autocomplete), ("required", "required"),
            ("inputmode", AcceptsPhone ? "email" : Inputmode),
            ("value", isPassword ? null : attemptedValue ?? Typed ?? For.Model?.ToString()),
            ("dir", isProse ? null : "ltr"), ("autocapitalize", isProse ? null : "none"), ("spellcheck", isProse ? null : "false"),
            ("autofocus", errorId is not null && ViewContext.ModelState.ErrorCount == 1 ? "" : null),
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

    // The script shows it while the visitor types.
    private TagBuilder Recognized(string? attemptedValue)
    {
        var text = identifiers.TryParse(attemptedValue) switch
        {
            null => null,
            { Phone: { } phone } => texts["Identifier.Phone", phone.DisplayIn(identifiers.Region)].Value,
            _ => texts["Identifier.Email"].Value,
        };
        return Element.Create(
            "p", text, ("class", "hint"), ("data-recognized", Id), ("data-email", texts["Identifier.Email"]), ("data-phone", texts["Identifier.IsPhone"]),
            ("role", "status"));
    }

    // MVC's own helper throws when a posted value is not a boolean.
    private TagBuilder Checkbox()
    {
        var field = Element.Create("div", null, ("class", "check"));
        field.InnerHtml
            .AppendHtml(Element.Create("input", null, ("type", Type), ("id", Id), ("name", For.Name), ("value", "true"), ("checked", IsChecked ? "checked" : null)))
            .AppendHtml(LabelElement())
            // Browsers omit a box that is not checked. This field says that the form had one.
            .AppendHtml(Element.Create("input", null, ("type", "hidden"), ("name", For.Name), ("value", "false")));
        return field;
    }

    private bool IsChecked => Typed is { } typed ? typed == "true" : For.Model is true;

    private TagBuilder LabelElement()
    {
        var label = AcceptsPhone ? "Email.Label.OrPhone" : Label;
        return Element.Create("label", label is null ? For.Metadata.GetDisplayName() : texts[label], ("for", Id));
    }
}
