using System.Diagnostics;
using System.Globalization;
using AltogicAuth.Photos;

namespace AltogicAuth.Benchmarks.Photos;

/// <summary>
/// Measures one method in a process of its own, because only the system counts memory outside the managed heap. The upload
/// is read from a file: creating it here would leave memory that the method reuses. Prints CPU milliseconds per photo, and
/// by how many bytes the peak exceeds the memory of the process before its first photo.
/// </summary>
public static class PhotoCostRun
{
    public static async Task RunAsync(string method, int count, string file)
    {
        var upload = await File.ReadAllBytesAsync(file);
        var reader = Process.GetCurrentProcess();
        var before = reader.WorkingSet64;
        if (method == "app")
        {
            Libvips.Configure();
        }

        // The first photo loads the library and compiles. Its processor time does not count.
        await MakeAsync(method, upload);
        reader.Refresh();
        var cpu = reader.TotalProcessorTime;
        for (var done = 0; done < count; done++)
        {
            await MakeAsync(method, upload);
        }

        reader.Refresh();
        var spent = (reader.TotalProcessorTime - cpu) / count;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{spent.TotalMilliseconds} {reader.PeakWorkingSet64 - before}"));
    }

    private static Task<int> MakeAsync(string method, byte[] upload) =>
        method == "app" ? PhotoMethods.ByTheAppAsync(upload) : Task.FromResult(PhotoMethods.ByDecodingInFull(upload));
}
