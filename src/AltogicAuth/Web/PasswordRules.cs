using AltogicAuth.Passwords;

namespace AltogicAuth.Web;

public static class PasswordRules
{
    /// <summary>Adds the message for a password that the policy refuses.</summary>
    public static void Require(this PageModel page, PasswordResult verdict, string field)
    {
        if (verdict != PasswordResult.Ok)
        {
            page.ModelState.AddModelError(field, $"Password.{verdict}");
        }
    }
}
