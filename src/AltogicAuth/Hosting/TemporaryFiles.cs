using AltogicAuth.Photos;
using Microsoft.AspNetCore.Http.Features;

namespace AltogicAuth.Hosting;

/// <summary>A long form is buffered in a temporary file while it is read, or in memory where no file can be written.</summary>
public static class TemporaryFiles
{
    public static void AddTemporaryFiles(this WebApplicationBuilder builder)
    {
        if (!AreWritable)
        {
            builder.Services.Configure<FormOptions>(forms => forms.MemoryBufferThreshold = PhotoProcessor.MaxBytes);
        }
    }

    /// <summary>By the rule of ASP.NET Core.</summary>
    public static string Folder => Environment.GetEnvironmentVariable("ASPNETCORE_TEMP") is { Length: > 0 } own ? own : Path.GetTempPath();

    public static bool AreWritable
    {
        get
        {
            try
            {
                File.Create(Path.Combine(Folder, Path.GetRandomFileName()), bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
                return true;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }
}
