using AltogicAuth.Accounts;
using AltogicAuth.PhoneCodes;

namespace AltogicAuth.Pages;

[AllowAnonymous]
public sealed class EnterCodeModel(SentCodes codes, CurrentAccount accounts, CodeSignIns signIns) : CodePage(codes, accounts)
{
    [BindProperty]
    public InputModel Input { get; set; } = new();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await LoadAsync(cancellation) is { } elsewhere)
        {
            return elsewhere;
        }

        if (!ModelState.IsValid)
        {
            return this.Redisplay();
        }

        return await signIns.EnterAsync(HttpContext, Pending, OneTimeCode.TryParse(Input.Code)!) is { } path
            ? LocalRedirect(path)
            : this.RedisplayWithError("Code.Rejected", "Input.Code");
    }

    public sealed class InputModel
    {
        [OneTimeCode, Display(Name = "Code.Label")]
        public string? Code { get; set; }
    }
}
