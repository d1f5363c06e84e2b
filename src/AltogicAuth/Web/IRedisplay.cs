namespace AltogicAuth.Web;

/// <summary>A page that needs data to be shown again in place of the result of its handler.</summary>
public interface IRedisplay
{
    /// <summary>Returns a redirect when there is nothing to show.</summary>
    Task<IActionResult?> LoadAsync(CancellationToken cancellation);
}
