using NetVips;

namespace AltogicAuth.Photos;

public static class Libvips
{
    private static readonly Log.LogDelegate Ignore = (_, _, _) => { };

    /// <summary>For the whole process, before the first photo.</summary>
    public static void Configure()
    {
        NetVips.NetVips.Concurrency = 1;
        NetVips.NetVips.BlockUntrusted = true;
        Cache.Max = 0;
        // libvips would write a line for each damaged photo to standard error.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, Ignore);
    }
}
