namespace AltogicAuth.Web;

/// <summary>A page that needs something loaded when it is shown again although none of its handlers has run.</summary>
public interface IRedisplay
{
    /// <summary>Loads what the page shows; or says where to go instead, when it has nothing to show.</summary>
    Task<IActionResult?> LoadForRedisplayAsync(CancellationToken cancellation);
}
