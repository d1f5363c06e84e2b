namespace AltogicAuth.Web;

/// <summary>A form that asks for an address and nothing else.</summary>
public sealed record EmailInput
{
    [Required(ErrorMessage = "Email.Missing"), Email, Display(Name = "Email.Label")]
    public string? Email { get; set; }

    /// <summary>The address whose spelling was questioned before.</summary>
    public string? AcceptedEmail { get; set; }

    public EmailAddress? Address => EmailAddress.TryParse(Email);

    public override string ToString() => "EmailInput(hidden)";
}
