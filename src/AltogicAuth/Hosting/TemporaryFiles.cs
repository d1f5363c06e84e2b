using AltogicAuth.Photos;
using AltogicAuth.Web;
using Microsoft.AspNetCore.Http.Features;

namespace AltogicAuth.Hosting;

/// <summary>Where a form waits while it is read: what is long goes to temporary files, or stays in memory where none can be written.</summary>
public static partial class TemporaryFiles
{
    // As ASP.NET Core looks for it.
    private static string Place => Environment.GetEnvironmentVariable("ASPNETCORE_TEMP") is { Length: > 0 } own ? own : Path.GetTempPath();

    public static void AddFormLimits(this WebApplicationBuilder builder) => builder.Services.Configure<FormOptions>(forms =>
    {
        forms.MultipartBodyLengthLimit = RequestLimits.MaxPhotoFormBytes;
        if (!IsWritable(Place))
        {
            forms.MemoryBufferThreshold = PhotoProcessor.MaxBytes;
        }
    });

    public static void WarnWithoutTemporaryFiles(this WebApplication app)
    {
        if (!IsWritable(Place))
        {
            app.Logger.NoTemporaryFiles(Place);
        }
    }

    private static bool IsWritable(string directory)
    {
        try
        {
            using var probe = new FileStream(
                Path.Combine(directory, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LoggerMessage(6, LogLevel.Warning, "The directory of temporary files {Directory} cannot be written: each picture under way takes up to 8 MB of memory")]
    private static partial void NoTemporaryFiles(this ILogger logger, string directory);
}
