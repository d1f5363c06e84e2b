using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>Counts attempts by key. A window begins with the first attempt of a key.</summary>
internal interface IAttemptStore
{
    /// <summary>
    /// Counts an attempt for each key in turn. Null when all are within their limits, else the first that is not; that key and those after
    /// it do not count.
    /// </summary>
    Task<ExceededLimit?> TryAcquireAsync(IReadOnlyList<AttemptLimit> limits);

    /// <summary>Deletes windows that have ended.</summary>
    Task PurgeAsync();
}
