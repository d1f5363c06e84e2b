using AltogicAuth.Accounts;
using AltogicAuth.Messages;
using AltogicAuth.PhoneCodes;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Pages.Profile;

[RequireAuth]
public sealed class PhoneModel(
    CurrentAccount accounts, AccountIdentifiers identifiers, AttemptPermits permits, SentCodes codes, MessageRequests messages) : AccountPage(accounts)
{
    [BindProperty]
    public InputModel Input { get; set; } = new();

    protected override bool NeedsConfirmedPassword => true;

    public override async Task<IActionResult?> LoadAsync(CancellationToken cancellation) =>
        identifiers.AcceptPhone ? await base.LoadAsync(cancellation) : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await LoadAsync(cancellation) is { } elsewhere)
        {
            return elsewhere;
        }

        var account = Account!;
        var phone = identifiers.TryParsePhone(Input.Phone);
        if (ModelState.IsValid && ErrorOf(phone, account) is { } error)
        {
            ModelState.AddModelError("Input.Phone", error);
        }

        if (!ModelState.IsValid || phone is null)
        {
            return this.Redisplay();
        }

        await permits.AcquireAsync(HttpContext, RateLimitPolicy.Message, account.Id);
        var change = await Accounts.ChangePhoneAsync(HttpContext.SessionToken(), account.Id, phone, Input.CurrentPassword!);
        if (change.Error is { } rejection)
        {
            return this.RedisplayWithError(
                rejection, (ErrorCodes.InvalidCredentials, "Input.CurrentPassword"), (ErrorCodes.PhoneNotUnique, "Input.Phone"),
                ("newPhone", "Input.Phone"), ("phone", "Input.Phone"));
        }

        await HttpContext.RefreshTicketAsync();
        if (change.Value.Phone == phone.Value)
        {
            this.SetFlash("ChangePhone.Done");
            return RedirectToPage("/Profile/Index");
        }

        messages.StartCooldown(codes.MessageOf(CodePurpose.ChangePhone, phone));
        codes.SetPending(HttpContext, new PendingCode(CodePurpose.ChangePhone, phone.Value, ReturnUrl: null));
        return RedirectToPage(CodePurpose.ChangePhone.FormPage);
    }

    private static string? ErrorOf(PhoneNumber? phone, AltogicUser account) => phone switch
    {
        null => "Phone.Invalid",
        _ when phone.Value == account.Phone => "Phone.Same",
        { CanReceiveTexts: false } => "Phone.NoTexts",
        _ => null,
    };

    public sealed class InputModel
    {
        [Required(ErrorMessage = "Phone.Missing"), Display(Name = "Phone.NewLabel")]
        public string? Phone { get; set; }

        [RequiredPassword(ErrorMessage = "Password.CurrentMissing"), Display(Name = "Password.CurrentLabel"), DisplayFormat(ConvertEmptyStringToNull = false)]
        public string? CurrentPassword { get; set; }
    }
}
