namespace AltogicAuth.Web;

public sealed record EmailInput
{
    [Required(ErrorMessage = "Email.Missing"), Email, Display(Name = "Email.Label")]
    public string? Email { get; set; }

    /// <summary>The address that the visitor keeps although it may be a typo.</summary>
    public string? AcceptedEmail { get; set; }

    public EmailAddress? Address => EmailAddress.TryParse(Email);

    public override string ToString() => "EmailInput(hidden)";
}
