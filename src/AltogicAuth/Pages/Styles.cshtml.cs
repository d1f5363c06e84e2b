namespace AltogicAuth.Pages;

/// <summary>Every component in every state, theme and direction. It exists in Development only.</summary>
[AllowAnonymous]
public sealed class StylesModel : PageModel
{
    public const string PageName = "/Styles";

    public IReadOnlyList<Sample> Samples { get; } =
    [
        new("light", "ltr"), new("light", "rtl"), new("dark", "ltr"), new("dark", "rtl"),
    ];

    public void OnGet()
    {
        for (var i = 0; i < Samples.Count; i++)
        {
            ModelState.AddModelError($"Samples[{i}].Taken", "Email.Taken");
        }
    }

    public sealed record Sample(string Theme, string Direction)
    {
        [Display(Name = "Email.Label")]
        public string Email => "";

        [Display(Name = "Email.NewLabel")]
        public string Taken => "ada@example.com";

        [Display(Name = "Password.NewLabel")]
        public string? Password => null;

        [Display(Name = "Login.RememberMe")]
        public bool Remember => true;
    }
}
