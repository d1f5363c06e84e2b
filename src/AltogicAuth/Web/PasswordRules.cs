using AltogicAuth.Passwords;

namespace AltogicAuth.Web;

public static class PasswordRules
{
    /// <summary>Adds the message for a password that the policy rejects.</summary>
    public static void Require(this PageModel page, PasswordResult result, string field)
    {
        if (result != PasswordResult.Ok)
        {
            page.ModelState.AddModelError(field, $"Password.{result}");
        }
    }
}
