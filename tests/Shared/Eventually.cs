using System.Diagnostics;

namespace AltogicAuth.Tests.Shared;

/// <summary>Waits for what happens behind a response. What never happens fails the test instead of hanging it.</summary>
public static class Eventually
{
    // So long that it decides no test which would pass, however slow the machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    public static async Task<T> FindAsync<T>(string what, Func<Task<T?>> look)
        where T : class
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            Assert.True(clock.Elapsed < Patience, $"In vain waited for: {what}");
            await Task.Delay(BetweenLooks, TestContext.Current.CancellationToken);
        }
    }

    public static Task HappensAsync(string what, Func<Task<bool>> look) => FindAsync(what, async () => await look() ? what : null);
}
