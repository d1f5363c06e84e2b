namespace AltogicAuth.Authentication;

/// <summary>An account may be older than the canonical form of its address, so a call is made for one spelling after the other until one succeeds.</summary>
public static class Spellings
{
    // Without a success: the rejection of the canonical form, after a number of calls that depends on the address alone.
    public static async Task<T> WithEachSpellingAsync<T>(this EmailAddress address, Func<string, Task<T>> call, Func<T, bool> isSuccess) where T : class
    {
        T? rejection = null;
        foreach (var spelling in address.Spellings)
        {
            var result = await call(spelling);
            if (isSuccess(result))
            {
                return result;
            }

            rejection ??= result;
        }

        return rejection!;
    }
}
