using System.Security.Cryptography;
using System.Text;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>
/// Mailed links. A link lives until it is exchanged or expires, however often it is opened: each opening yields an access
/// token that is computed and not stored. Only a hash of the link's own key is stored.
/// </summary>
internal sealed class Links(BackendDatabase database, BackendKey key, BackendClock clock, IOptions<BackendOptions> options)
{
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const int KeyLength = 40; // 206 bits

    private readonly Lazy<AccessTokens> _accessTokens = new(() => new AccessTokens(key.For("access tokens")));

    public static string NewKey() => RandomNumberGenerator.GetString(Alphabet, KeyLength);

    /// <summary>Returns the id of the link.</summary>
    public Task<long> AddAsync(DataConnection connection, string linkKey, string userId, string action, TimeSpan lifetime, string? email) =>
        LinkTable.InsertAsync(connection, Hash(linkKey), userId, action, email, clock.Now + lifetime);

    /// <summary>Adds a link that is not mailed, and returns its access token.</summary>
    public async Task<string> AddExchangedAsync(DataConnection connection, string userId, string action)
    {
        var linkKey = NewKey();
        await AddAsync(connection, linkKey, userId, action, options.Value.AccessTokenLifetime, email: null);
        return NewAccessToken((await LinkTable.FindByHashAsync(connection, Hash(linkKey), clock.Now))!);
    }

    /// <summary>Deletes some of the links that nothing can use any more, and returns how many.</summary>
    public Task<int> PurgeAsync(int count) =>
        // An access token may outlive its link, which is needed to exchange it.
        database.WriteAsync(c => LinkTable.PurgeAsync(c, clock.Now - options.Value.AccessTokenLifetime, count));

    /// <summary>The link that was mailed with this key; null when it is unknown, used or expired.</summary>
    public Task<LinkRecord?> FindByKeyAsync(string linkKey) =>
        database.ReadAsync(c => LinkTable.FindByHashAsync(c, Hash(linkKey), clock.Now));

    /// <summary>The link that yielded this access token, if it is for one of these actions. Nothing is used up yet.</summary>
    /// <exception cref="RejectedException">The link was used, the token is expired or forged, or it is for another action.</exception>
    public async Task<LinkRecord> RequireAsync(string accessToken, params string[] actions)
    {
        if (AccessTokens.LinkIdOf(accessToken) is not { } id ||
            await database.ReadAsync(c => LinkTable.FindAsync(c, id)) is not { } link ||
            !_accessTokens.Value.IsValid(accessToken, link, clock.Now))
        {
            throw new RejectedException(Rejection.AccessTokenExpired);
        }

        return actions.Contains(link.Action) ? link : throw new RejectedException(Rejection.WrongTokenType);
    }

    public string NewAccessToken(LinkRecord link) => _accessTokens.Value.Create(link, clock.Now + options.Value.AccessTokenLifetime);

    private static string Hash(string linkKey) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(linkKey)));
}
