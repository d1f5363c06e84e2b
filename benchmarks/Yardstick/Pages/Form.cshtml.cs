using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Yardstick.Pages;

/// <summary>Two fields and the framework's antiforgery; posted, one call.</summary>
public sealed class FormModel(IHttpClientFactory clients) : PageModel
{
    [BindProperty, Required]
    public string? Email { get; set; }

    [BindProperty, Required]
    public string? Password { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        using var response = await clients.CreateClient("backend").PostAsJsonAsync("_api/rest/v1/auth/signin-email", new { Email, Password });
        await response.Content.ReadAsStringAsync();
        return Redirect("/calls");
    }
}
