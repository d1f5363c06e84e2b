using System.Diagnostics;
using System.Globalization;
using AltogicAuth.Photos;

namespace AltogicAuth.Benchmarks.Photos;

/// <summary>
/// One way in a process of its own, since memory outside the managed heap is seen by the system alone. The upload comes
/// from a file: making it here would leave memory behind for one way or the other to use. Prints CPU milliseconds per
/// picture and by how many bytes the peak rose over the process before its first picture.
/// </summary>
public static class AvatarRun
{
    public static async Task RunAsync(string way, int count, string file)
    {
        var upload = await File.ReadAllBytesAsync(file);
        var reader = Process.GetCurrentProcess();
        var before = reader.WorkingSet64;
        if (way == "app")
        {
            Libvips.Configure();
        }

        // The first photo loads the library and compiles. Its processor time does not count.
        await MakeAsync(way, upload);
        reader.Refresh();
        var cpu = reader.TotalProcessorTime;
        for (var done = 0; done < count; done++)
        {
            await MakeAsync(way, upload);
        }

        reader.Refresh();
        var spent = (reader.TotalProcessorTime - cpu) / count;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{spent.TotalMilliseconds} {reader.PeakWorkingSet64 - before}"));
    }

    private static Task<int> MakeAsync(string way, byte[] upload) =>
        way == "app" ? Avatars.ByTheAppAsync(upload) : Task.FromResult(Avatars.ByDecodingInFull(upload));
}
