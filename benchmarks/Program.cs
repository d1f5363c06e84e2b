using System.Globalization;
using AltogicAuth.Benchmarks.Backend;
using AltogicAuth.Benchmarks.Macro;
using AltogicAuth.Benchmarks.Micro;
using AltogicAuth.Benchmarks.OwnBackend;
using AltogicAuth.Benchmarks.Photos;
using BenchmarkDotNet.Running;

namespace AltogicAuth.Benchmarks;

/// <summary><c>micro</c> (BenchmarkDotNet), <c>macro</c> (servers under wrk), <c>backend</c> (the backend under wrk), <c>operations</c> (its files, mails, import and export), <c>failure</c>, <c>sign-ins</c>, <c>numbers</c>, <c>soak</c> and <c>photos</c>; the other verbs are their parts.</summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["micro", .. var options]:
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(options, new MicroConfig());
                return 0;
            case ["macro", .. var options]:
                await MacroRun.RunAsync(isSmoke: options.Contains("--smoke"));
                return 0;
            case ["backend", .. var options]:
                await BackendRun.RunAsync(BackendEffort.Of(options));
                return 0;
            case ["operations", .. var options]:
                await OperationsRun.RunAsync(isSmoke: options.Contains("--smoke"));
                return 0;
            case ["backend-yardstick", var port]:
                await BackendYardstick.RunAsync(port);
                return 0;
            case ["failure"]:
                await FailureRun.RunAsync();
                return 0;
            case ["sign-ins"]:
                await SignInRun.RunAsync();
                return 0;
            case ["numbers"]:
                await NumberRun.RunAsync();
                return 0;
            case ["soak", var minutes]:
                await FailureRun.SoakAsync(int.Parse(minutes, CultureInfo.InvariantCulture));
                return 0;
            case ["stand-in", var port]:
                await FixedBackend.RunAsync(port);
                return 0;
            case ["allocations", var requests]:
                Console.WriteLine(await Allocations.OfTheProfileAsync(int.Parse(requests, CultureInfo.InvariantCulture)));
                return 0;
            case ["photo-cost", var method, var count, var file]:
                await PhotoCostRun.RunAsync(method, int.Parse(count, CultureInfo.InvariantCulture), file);
                return 0;
            case ["photos"]:
                await PeakRun.RunAsync();
                return 0;
            case ["photo", var file, var atOnce]:
                await PeakRun.MeasureAsync(file, int.Parse(atOnce, CultureInfo.InvariantCulture));
                return 0;
            default:
                Console.Error.WriteLine("dotnet run -c Release --project benchmarks -- macro [--smoke] | backend [--smoke | --minutes N] | operations [--smoke] | micro [options of BenchmarkDotNet] | failure | sign-ins | numbers | soak MINUTES | photos");
                return 2;
        }
    }
}
