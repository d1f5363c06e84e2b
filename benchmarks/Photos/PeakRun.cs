using System.Diagnostics;
using System.Globalization;
using AltogicAuth.Photos;
using Microsoft.Extensions.Options;
using NetVips;

namespace AltogicAuth.Benchmarks.Photos;

/// <summary>
/// By how much memory a process of its own grows at the peak of one photo, and of three at once, and how long it takes:
/// the largest photos of each kind, and those that are rejected for it.
/// </summary>
public static class PeakRun
{
    private static readonly (string Name, Func<byte[]> Make)[] Photos =
    [
        ("PNG, 16 bits, transparent, interlaced, 6300 x 6300", () => Deep(6300, 6300).PngsaveBuffer(compression: 9, interlace: true)),
        ("PNG, 16 bits, transparent, 6300 x 6300", () => Deep(6300, 6300).PngsaveBuffer(compression: 9)),
        ("PNG, 16 bits, transparent, 20,000,000 x 2", () => Deep(20_000_000, 2).PngsaveBuffer(compression: 9)),
        ("PNG, 8 bits, 7300 x 5400", () => Slopes(7300, 5400).PngsaveBuffer(compression: 9)),
        ("PNG, 8 bits, 40,000 x 1000", () => Slopes(40_000, 1000).PngsaveBuffer(compression: 9)),
        ("JPEG, 7300 x 5400", () => Slopes(7300, 5400).JpegsaveBuffer()),
        ("JPEG, 65,000 x 610", () => Slopes(65_000, 610).JpegsaveBuffer()),
        ("JPEG, progressive, 4000 x 3000", () => Slopes(4000, 3000).JpegsaveBuffer(interlace: true)),
        ("JPEG, progressive, 7300 x 5400", () => Slopes(7300, 5400).JpegsaveBuffer(interlace: true)),
        ("JPEG, progressive, all colours in full, 7300 x 5400", () => Slopes(7300, 5400).JpegsaveBuffer(interlace: true, subsampleMode: Enums.ForeignSubsample.Off)),
        ("WebP, 7300 x 5400", () => Slopes(7300, 5400).WebpsaveBuffer(effort: 0)),
        ("WebP, without loss, 6000 x 5000", () => Slopes(6000, 5000).WebpsaveBuffer(lossless: true, effort: 0)),
        ("GIF, 5000 x 4500", () => Image.Black(5000, 4500, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb).GifsaveBuffer(effort: 1)),
    ];

    public static async Task RunAsync()
    {
        Console.WriteLine("| picture | kB | outcome | one: seconds | one: MB | three at once: seconds | MB |\n|---|---:|---|---:|---:|---:|---:|");
        foreach (var (name, make) in Photos)
        {
            var file = Path.GetTempFileName();
            await File.WriteAllBytesAsync(file, make());
            var (one, three) = (await InAProcessAsync(file, 1), await InAProcessAsync(file, 3));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {new FileInfo(file).Length / 1024} | {one[0]} | {one[1]} | {one[2]} | {three[1]} | {three[2]} |"));
            File.Delete(file);
        }
    }

    /// <summary>Prints the outcome, seconds and megabytes above idle.</summary>
    public static async Task MeasureAsync(string file, int atOnce)
    {
        Libvips.Configure();
        var upload = await File.ReadAllBytesAsync(file);
        using var processor = new PhotoProcessor(Options.Create(new PhotoOptions()), TimeProvider.System);
        await ProcessAsync(processor, Slopes(64, 64).JpegsaveBuffer());
        var process = Process.GetCurrentProcess();
        var before = process.WorkingSet64;
        var started = Stopwatch.GetTimestamp();
        var results = await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(() => ProcessAsync(processor, upload))));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{results[0].Error?.ToString() ?? "photo"};{seconds:0.0};{(process.PeakWorkingSet64 - before) / 1024 / 1024}"));
    }

    private static async Task<string[]> InAProcessAsync(string file, int atOnce)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["photo", file, $"{atOnce}"]) { RedirectStandardOutput = true })!;
        return (await process.StandardOutput.ReadToEndAsync()).Trim().Split(';');
    }

    private static async Task<PhotoResult> ProcessAsync(PhotoProcessor processor, byte[] upload)
    {
        using var stream = new MemoryStream(upload);
        return await processor.ProcessAsync(stream, upload.Length, crop: null, CancellationToken.None);
    }

    private static Image Deep(int width, int height) =>
        Image.Black(width, height, bands: 4).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16);

    private static Image Slopes(int width, int height)
    {
        var places = Image.Xyz(width, height);
        return places[0].Linear([255.0 / width], [0]).Bandjoin(places[1].Linear([255.0 / height], [0]), Image.Black(width, height) + 90)
            .Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }
}
