namespace AltogicAuth.Pages;

[AllowAnonymous]
public sealed class LogoutModel(SignInManager signInManager) : PageModel, IRedisplay
{
    public IActionResult OnGet() => LocalRedirect("~/");

    public async Task<IActionResult> OnPostAsync()
    {
        var ended = await signInManager.SignOutAsync(HttpContext);
        this.SetFlash(ended ? "Logout.Done" : "Logout.OnlyHere");
        return RedirectToPage("/Login");
    }

    /// <summary>A user who is signed out already goes where the button leads.</summary>
    public Task<IActionResult?> LoadAsync(CancellationToken cancellation) =>
        Task.FromResult<IActionResult?>(User.Identity?.IsAuthenticated == true ? null : RedirectToPage("/Login"));
}
