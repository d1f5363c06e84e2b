using Refit;

namespace Altogic.Wire;

internal static class RefitApi
{
    private static readonly RefitSettings Settings = new(new SystemTextJsonContentSerializer(AltogicJson.Default.Options));

    public static T For<T>(HttpClient http) => RestService.For<T>(http, Settings);
}
