namespace AltogicAuth.Hosting;

public sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    /// <summary>How long the app still responds after the signal to stop, but is not ready, so that a proxy can notice.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "Shutdown:Drain must be a time from 00:00:00 to 01:00:00.")]
    public TimeSpan Drain { get; set; }
}
