namespace AltogicAuth.Web;

/// <summary>A page that needs data to be shown again when none of its handlers ran.</summary>
public interface IRedisplay
{
    /// <summary>Returns a redirect when there is nothing to show.</summary>
    Task<IActionResult?> LoadForRedisplayAsync(CancellationToken cancellation);
}
