namespace AltogicAuth.Web;

public sealed record IdentifierInput
{
    /// <summary>An address or, where the environment has phone numbers, a number.</summary>
    [Identifier(ReceivesMessage = true), Display(Name = "Email.Label")]
    public string? Identifier { get; set; }

    /// <summary>The address that the visitor keeps although it may be a typo.</summary>
    public string? AcceptedEmail { get; set; }

    public override string ToString() => "IdentifierInput(hidden)";
}
