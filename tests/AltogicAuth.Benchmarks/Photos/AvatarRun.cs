using System.Diagnostics;
using System.Globalization;

namespace AltogicAuth.Benchmarks.Photos;

/// <summary>
/// One way in a process of its own, since memory outside the managed heap is seen by the system alone. Prints CPU
/// milliseconds per picture and by how many bytes the peak rose over the process before its first picture.
/// </summary>
public static class AvatarRun
{
    public static async Task RunAsync(string way, int count)
    {
        var upload = Avatars.TwelveMegapixels();
        var reader = Process.GetCurrentProcess();
        await ResetPeakAsync();
        var before = reader.WorkingSet64;
        var cpu = reader.TotalProcessorTime;
        for (var done = 0; done < count; done++)
        {
            _ = way == "app" ? await Avatars.ByTheAppAsync(upload) : Avatars.ByDecodingInFull(upload);
        }

        reader.Refresh();
        var spent = (reader.TotalProcessorTime - cpu) / count;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{spent.TotalMilliseconds} {reader.PeakWorkingSet64 - before}"));
    }

    // Making the picture took memory too.
    private static Task ResetPeakAsync() => File.WriteAllTextAsync("/proc/self/clear_refs", "5");
}
