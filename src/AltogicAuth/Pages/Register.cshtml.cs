using System.Security.Cryptography;
using AltogicAuth.Accounts;
using AltogicAuth.Passwords;
using AltogicAuth.PhoneCodes;
using AltogicAuth.RateLimiting;

namespace AltogicAuth.Pages;

[RequireNoAuth]
public sealed class RegisterModel(
    PasswordPolicy passwords, AccountIdentifiers identifiers, EmailTypo typo, AttemptPermits permits, Registrations registrations,
    SignInCompletion completion) : PageModel
{
    [BindProperty]
    public InputModel Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set => field = Web.ReturnUrl.Local(value); }

    public async Task<IActionResult> OnPostAsync()
    {
        var name = PersonNameAttribute.Clean(Input.Name);
        var identifier = identifiers.TryParse(Input.Identifier);
        // An invalid name may have thousands of words to search for.
        var isKnown = ModelState.IsValid;
        this.AddPasswordError(passwords.Validate(Input.Password, isKnown ? name : null, isKnown ? identifier?.Guessable : null), "Input.Password");
        typo.AddTypoError(this, "Input.Identifier", identifier?.Address, Input.AcceptedEmail);
        if (!ModelState.IsValid || identifier is null)
        {
            return this.Redisplay();
        }

        await permits.AcquireAsync(HttpContext, RateLimitPolicy.Message, identifier.Value);
        var registration = await registrations.RegisterAsync(HttpContext, name, identifier, Input.Password!, Input.Key, ReturnUrl);
        if (registration.Rejection is { } rejection)
        {
            return this.RedisplayWithError(rejection,
                ("email", "Input.Identifier"), (ErrorCodes.EmailNotUnique, "Input.Identifier"),
                ("phone", "Input.Identifier"), (ErrorCodes.PhoneNotUnique, "Input.Identifier"),
                ("password", "Input.Password"), ("name", "Input.Name"));
        }

        return registration.SignIn is { } granted
            ? LocalRedirect(await completion.CompleteAsync(HttpContext, new SignInDetails(granted, SignInDetails.Registration, ReturnUrl)))
            : RedirectToPage(identifier.Phone is null ? "/CheckYourMail" : CodePurpose.Confirm.FormPage);
    }

    public sealed class InputModel
    {
        [PersonName, Display(Name = "Name.Label")]
        public string? Name { get; set; }

        [Identifier(ReceivesMessage = true), Display(Name = "Email.Label")]
        public string? Identifier { get; set; }

        public string? AcceptedEmail { get; set; }

        [Display(Name = "Password.Label"), DisplayFormat(ConvertEmptyStringToNull = false)]
        public string? Password { get; set; }

        /// <summary>Idempotency key: the same in every submission of one form, and different in each form.</summary>
        [DisplayFormat(ConvertEmptyStringToNull = false)]
        public string Key { get; set; } = RandomNumberGenerator.GetHexString(32);
    }
}
