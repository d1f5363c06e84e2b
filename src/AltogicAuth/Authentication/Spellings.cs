using AltogicAuth.Web;

namespace AltogicAuth.Authentication;

/// <summary>
/// Accounts may be older than the canonical form of their address. A call that names an account goes out for one spelling after
/// the other until one succeeds. How many calls that are depends on the address alone as long as none succeeds.
/// </summary>
public static class Spellings
{
    public static Task<AltogicResult> WithEachSpellingAsync(this EmailAddress address, Func<string, Task<AltogicResult>> call) =>
        FirstSuccessAsync(address, call, result => result.IsSuccess);

    public static Task<AltogicResult<T>> WithEachSpellingAsync<T>(this EmailAddress address, Func<string, Task<AltogicResult<T>>> call) =>
        FirstSuccessAsync(address, call, result => result.IsSuccess);

    /// <summary>Without a success, the rejection of the canonical form.</summary>
    private static async Task<TResult> FirstSuccessAsync<TResult>(
        EmailAddress address, Func<string, Task<TResult>> call, Func<TResult, bool> isSuccess)
    {
        var canonical = await call(address.Value);
        if (isSuccess(canonical))
        {
            return canonical;
        }

        foreach (var spelling in address.Spellings.Skip(1))
        {
            var result = await call(spelling);
            if (isSuccess(result))
            {
                return result;
            }
        }

        return canonical;
    }
}
