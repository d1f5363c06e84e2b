using AltogicAuth.Passwords;
using AltogicAuth.RateLimiting;
using Microsoft.AspNetCore.Antiforgery;

namespace AltogicAuth.Hosting;

/// <summary>For the script, when the field of a new password is left: the rule that only the server can check. Nothing of it is stored or logged.</summary>
public static class PasswordRulesEndpoint
{
    public static void MapPasswordRules(this WebApplication app) =>
        // The framework's own check would need its middleware for all pages.
        app.MapPost("/password-rules", CheckAsync).AllowAnonymous().DisableAntiforgery();

    private static async Task<IResult> CheckAsync(
        HttpContext http, IAntiforgery antiforgery, AttemptPermits permits, PasswordPolicy policy, IStringLocalizer<Texts> texts,
        [FromForm] string? password, [FromForm] string? name, [FromForm] string? email)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Results.BadRequest();
        }

        try
        {
            await permits.AcquireAsync(http, RateLimitPolicy.PasswordRules);
        }
        catch (TooManyAttemptsException)
        {
            return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        var result = policy.Validate(password, PersonNameAttribute.Clean(name), email);
        return Results.Text(result is PasswordResult.Common or PasswordResult.ContainsUserData ? texts[$"Password.{result}"].Value : "");
    }
}
