using System.ComponentModel.DataAnnotations;
using Altogic;
using AltogicAuth.Accounts;
using AltogicAuth.Authentication;
using AltogicAuth.RateLimiting;
using AltogicAuth.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AltogicAuth.Pages.Profile;

/// <summary>
/// A page that does something which cannot be undone. Its form asks for the password too when the last proof is a
/// while ago, so one press both proves and carries on.
/// </summary>
public abstract class StepUpPage(StepUp stepUp, AttemptPermits permits, CurrentAccount accounts) : PageModel, IShownAgain
{
    [BindProperty]
    public ProofInput Proof { get; set; } = new();

    public bool AsksPassword { get; private set; }

    public AltogicUser? Account { get; private set; }

    public Task OnGetAsync(CancellationToken cancellation) => PrepareAsync(cancellation);

    public async Task<IActionResult?> PrepareAsync(CancellationToken cancellation)
    {
        AsksPassword = await stepUp.IsNeededAsync(HttpContext);
        Account ??= await accounts.ReadAsync(await HttpContext.SessionTokenAsync(), cancellation);
        return null;
    }

    /// <summary>Null when the visitor may go on; else the page, asking.</summary>
    protected async Task<IActionResult?> AskAsync(CancellationToken cancellation)
    {
        await PrepareAsync(cancellation);
        if (AsksPassword && string.IsNullOrEmpty(Proof.Password))
        {
            return this.Refuse("StepUp.Missing", "Proof.Password");
        }

        permits.Acquire(HttpContext, LimitedForm.Password, User.UserId());
        if (AsksPassword && !await stepUp.ProveAsync(HttpContext, Account!, Proof.Password!))
        {
            return this.Refuse("StepUp.Wrong", "Proof.Password");
        }

        AsksPassword = false;
        return null;
    }

    public sealed record ProofInput
    {
        [Display(Name = "Password.CurrentLabel"), DisplayFormat(ConvertEmptyStringToNull = false)]
        public string? Password { get; set; }

        public override string ToString() => "ProofInput(hidden)";
    }
}
