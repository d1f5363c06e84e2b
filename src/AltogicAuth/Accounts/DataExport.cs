using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using AltogicAuth.Photos;

namespace AltogicAuth.Accounts;

/// <summary>The zip contains no token and no hash.</summary>
public sealed class DataExport(CurrentAccount accounts, PhotoStorage photos)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public async Task<byte[]> ZipAsync(SessionToken session, AltogicUser account, CancellationToken cancellation)
    {
        var sessions = await accounts.FindSessionsAsync(session, cancellation);
        var photo = await photos.DownloadAsync(session, account, cancellation);

        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            await AddAsync(zip, "profile.json", JsonSerializer.SerializeToUtf8Bytes(ProfileOf(account), Json));
            await AddAsync(zip, "sessions.json", JsonSerializer.SerializeToUtf8Bytes(MetadataOf(sessions, session), Json));
            if (photo is not null)
            {
                await AddAsync(zip, $"picture.{PhotoFormats.Detect(photo)?.ToString().ToLowerInvariant() ?? "bin"}", photo);
            }
        }

        return buffer.ToArray();
    }

    private static object ProfileOf(AltogicUser account) => new
    {
        account.Id,
        account.Name,
        account.Email,
        account.EmailVerified,
        account.Phone,
        account.PhoneVerified,
        account.Provider,
        account.ProviderUserId,
        account.ProfilePicture,
        account.SignUpAt,
        account.LastLoginAt,
        account.Fields,
    };

    private static object MetadataOf(IReadOnlyList<AltogicSession>? sessions, SessionToken current) => sessions is null
        ? new { omitted = "There are too many sessions to list. End all other sessions, then export again." }
        : SessionRow.List(sessions, current).Select(MetadataOf);

    private static object MetadataOf(SessionRow row) => new
    {
        row.Browser,
        row.System,
        Device = row.Device.ToString(),
        row.SignedInAt,
        row.LastUsedAt,
        row.Network,
        row.IsCurrent,
    };

    private static async Task AddAsync(ZipArchive zip, string name, ReadOnlyMemory<byte> content)
    {
        await using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        await entry.WriteAsync(content);
    }
}
