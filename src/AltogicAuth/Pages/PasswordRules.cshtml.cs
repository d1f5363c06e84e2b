using AltogicAuth.Passwords;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Pages;

/// <summary>For the script, when the field of a new password is left: what only the server can check. Nothing of it is stored or logged.</summary>
[AllowAnonymous]
public sealed class PasswordRulesModel(PasswordPolicy policy, AttemptPermits permits, IStringLocalizer<Texts> texts) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/");

    /// <summary>Responds with the text of the rule that the password breaks, or with nothing.</summary>
    public async Task<IActionResult> OnPostAsync(string? password, string? name, string? email)
    {
        await permits.AcquireAsync(HttpContext, RateLimitPolicy.PasswordRules);
        var result = policy.Validate(password, PersonNameAttribute.Clean(name), email);
        return Content(result is PasswordResult.Common or PasswordResult.ContainsUserData ? texts[$"Password.{result}"] : "");
    }
}
