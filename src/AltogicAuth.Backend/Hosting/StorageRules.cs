namespace AltogicAuth.Backend.Hosting;

/// <summary>What is wrong with the settings of files.</summary>
internal static class StorageRules
{
    public static IEnumerable<string> Problems(StorageSettings storage)
    {
        if (storage.MaxBytesPerUser < 1)
        {
            yield return "Backend:Storage:MaxBytesPerUser must be 1 or more.";
        }

        if (storage.MaxTotalBytes < 1)
        {
            yield return "Backend:Storage:MaxTotalBytes must be 1 or more.";
        }

        if (!UrlRules.IsAddress(storage.S3.Endpoint))
        {
            yield return "Backend:Storage:S3:Endpoint must be an http or https address, without user name, query or fragment.";
        }

        if (UrlRules.IsPlainHttp(storage.S3.Endpoint))
        {
            yield return "Backend:Storage:S3:Endpoint must be https, or http on loopback.";
        }

        // With the contents in the database, S3 is needed only for those that were written before.
        if (storage.Provider == StorageProvider.S3 || !string.IsNullOrEmpty(storage.S3.Bucket))
        {
            (string Name, string? Value)[] required =
            [
                (nameof(storage.S3.Endpoint), storage.S3.Endpoint), (nameof(storage.S3.Bucket), storage.S3.Bucket), (nameof(storage.S3.Region), storage.S3.Region),
                (nameof(storage.S3.AccessKey), storage.S3.AccessKey), (nameof(storage.S3.SecretKey), storage.S3.SecretKey),
            ];
            string[] missing = [.. required.Where(setting => string.IsNullOrWhiteSpace(setting.Value)).Select(setting => $"Backend:Storage:S3:{setting.Name}")];
            if (missing is not [])
            {
                yield return $"{string.Join(", ", missing)} must be set for S3.";
            }
        }
    }
}
