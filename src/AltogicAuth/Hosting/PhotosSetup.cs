using AltogicAuth.Backend;
using AltogicAuth.Photos;
using Microsoft.AspNetCore.Http.Features;

namespace AltogicAuth.Hosting;

public static class PhotosSetup
{
    // ASP.NET Core's own rule.
    public static string TemporaryFiles =>
        Environment.GetEnvironmentVariable("ASPNETCORE_TEMP") is { Length: > 0 } directory ? directory : Path.GetTempPath();

    public static bool AreTemporaryFilesWritable => Directory.Exists(TemporaryFiles) && WritableDirectory.FindProblem(TemporaryFiles) is null;

    public static void AddPhotos(this WebApplicationBuilder builder)
    {
        Libvips.Configure();
        builder.Services.AddOptions<PhotoOptions>().BindConfiguration(PhotoOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<PhotoProcessor>();
        if (!AreTemporaryFilesWritable)
        {
            // Uploads are buffered in memory instead.
            builder.Services.Configure<FormOptions>(forms => forms.MemoryBufferThreshold = PhotoProcessor.MaxBytes);
        }
    }
}
