using System.ComponentModel.DataAnnotations;

namespace AltogicAuth.Backend.Hosting;

/// <summary>Section <c>Shutdown</c> of the settings, of the site and of the backend's server.</summary>
public sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    /// <summary>How long the program still responds after the signal to stop, but is not ready, so that a proxy can notice.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "Shutdown:Drain must be a time from 00:00:00 to 01:00:00.")]
    public TimeSpan Drain { get; set; }
}
