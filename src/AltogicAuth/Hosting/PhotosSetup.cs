using AltogicAuth.Photos;

namespace AltogicAuth.Hosting;

public static class PhotosSetup
{
    public static void AddPhotos(this WebApplicationBuilder builder)
    {
        Libvips.Configure();
        builder.Services.AddOptions<PhotoOptions>().BindConfiguration(PhotoOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<PhotoProcessor>();
    }
}
