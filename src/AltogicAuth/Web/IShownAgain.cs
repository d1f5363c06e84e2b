using Microsoft.AspNetCore.Mvc;

namespace AltogicAuth.Web;

/// <summary>A page that needs something loaded when it is shown again although none of its handlers has run.</summary>
public interface IShownAgain
{
    /// <summary>Loads what the page shows; or says where to go instead, when it has nothing to show.</summary>
    Task<IActionResult?> PrepareAsync(CancellationToken cancellation);
}
