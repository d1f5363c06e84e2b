using Altogic;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AltogicAuth.Forms;

/// <summary>How a page says no: it renders again, with what was typed, a message, and a status that tells programs too.</summary>
public static class Refusals
{
    private static readonly Dictionary<string, string> TextOf = new()
    {
        [ErrorCodes.EmailNotUnique] = "Email.Taken",
        [ErrorCodes.InvalidCredentials] = "Password.CurrentWrong",
        [ErrorCodes.InvalidProvider] = "Account.NoPassword",
        [ErrorCodes.InvalidAccessToken] = "Link.Used",
        [ErrorCodes.InvalidTokenType] = "Link.Used",
        [ErrorCodes.MissingAccessToken] = "Link.Used",
        [ErrorCodes.UserNotFound] = "Account.Gone",
        [ErrorCodes.NotAllowed] = "Account.MethodOff",
        [ErrorCodes.EmailVerificationDisabled] = "Email.ConfirmationOff",
    };

    /// <summary>Shows the page again with one message. <paramref name="field"/> is the full name of the field it belongs to.</summary>
    public static PageResult Refuse(this PageModel page, string text, string? field = null, int status = 422)
    {
        page.ModelState.AddModelError(field ?? "", text);
        return page.ShowAgain(status);
    }

    /// <summary>Shows the page again with the messages that validation left.</summary>
    public static PageResult ShowAgain(this PageModel page, int status = 422)
    {
        var result = page.Page();
        result.StatusCode = status;
        return result;
    }

    /// <summary>Refuses before any handler has run: the page loads what it shows first. What validation says can wait.</summary>
    public static async Task<IActionResult> RefuseUnhandledAsync(this PageModel page, string text, int status)
    {
        page.ModelState.ClearValidationState("");
        return page is IShownAgain again && await again.PrepareAsync(page.HttpContext.RequestAborted) is { } elsewhere
            ? elsewhere
            : page.Refuse(text, status: status);
    }

    /// <summary>
    /// Maps what Altogic refused to the form's fields: <paramref name="fields"/> names the field of each parameter or
    /// code. A code that nobody has proven on the wire shows Altogic's own sentence, as its other clients do.
    /// </summary>
    public static PageResult Refuse(this PageModel page, ApiError error, params (string ParamOrCode, string Field)[] fields)
    {
        foreach (var entry in error.Items)
        {
            var field = fields.FirstOrDefault(f => f.ParamOrCode == entry.Code || f.ParamOrCode == entry.Param).Field;
            page.ModelState.AddModelError(field ?? "", TextFor(entry));
        }

        return page.ShowAgain();
    }

    private static string TextFor(ErrorEntry entry)
    {
        if (TextOf.TryGetValue(entry.Code, out var key))
        {
            return key;
        }

        return entry.Origin == "client_error" && !string.IsNullOrWhiteSpace(entry.Message)
            ? entry.Message
            : "Error.Unexpected";
    }
}
