namespace AltogicAuth.Backend;

/// <summary>Section <c>Backend:Brand</c>: how mails, and the pages of the backend, name the product.</summary>
public sealed class BrandSettings
{
    public string Name { get; set; } = "AltogicAuth";

    /// <summary>The address that the name leads to: the site that mailed links lead to, unless set.</summary>
    public string? Url { get; set; }

    /// <summary>The colour of links and buttons. White text has to be readable on it.</summary>
    public string Accent { get; set; } = "#3646c9";
}
