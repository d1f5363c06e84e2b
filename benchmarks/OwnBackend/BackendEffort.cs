using System.Globalization;

namespace AltogicAuth.Benchmarks.OwnBackend;

/// <summary>How long and how often. The smoke run shows that the command works, and measures nothing worth reading.</summary>
/// <param name="Rounds">How often each side is measured.</param>
/// <param name="Length">How long each time.</param>
/// <param name="WarmUp">How long before the first time.</param>
/// <param name="Many">The users of the large database.</param>
/// <param name="Minutes">How long the memory is observed under load.</param>
/// <param name="Starts">How often each program is started.</param>
/// <param name="Database">The only database to measure; null for both.</param>
/// <param name="Before">A commit whose start is compared, with the settings <c>LocalBackend</c> of that time; null for none.</param>
public sealed record BackendEffort(int Rounds, TimeSpan Length, TimeSpan WarmUp, int Many, int Minutes, int Starts, string? Database, string? Before)
{
    public const int Few = 1_000;

    public bool IsSmoke => Minutes == 0;

    /// <summary><c>--smoke</c>, or <c>--minutes N</c>, <c>--database NAME</c> and <c>--before COMMIT</c>.</summary>
    public static BackendEffort Of(string[] options) => options.Contains("--smoke")
        ? new BackendEffort(1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), 2_000, Minutes: 0, Starts: 1, Database: null, Before: null)
        : new BackendEffort(
            3, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6), 1_000_000, int.Parse(ValueOf(options, "--minutes") ?? "10", CultureInfo.InvariantCulture),
            Starts: 5, ValueOf(options, "--database"), ValueOf(options, "--before"));

    private static string? ValueOf(string[] options, string name) =>
        Array.IndexOf(options, name) is >= 0 and var at && at + 1 < options.Length ? options[at + 1] : null;
}
