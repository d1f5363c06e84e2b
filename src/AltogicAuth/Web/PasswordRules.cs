using AltogicAuth.Passwords;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AltogicAuth.Web;

public static class PasswordRules
{
    /// <summary>Adds the message for a password that the policy refuses.</summary>
    public static void Require(this PageModel page, PasswordVerdict verdict, string field)
    {
        if (verdict != PasswordVerdict.Ok)
        {
            page.ModelState.AddModelError(field, $"Password.{verdict}");
        }
    }
}
