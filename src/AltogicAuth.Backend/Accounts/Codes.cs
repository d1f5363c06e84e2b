using System.Security.Cryptography;
using System.Text;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>
/// Codes that are sent to phone numbers: six digits, for one action of one user. Only a hash is stored, with a key, because six digits
/// can be guessed. An attempt counts before the code is compared, in a transaction of its own: no two attempts at once are one.
/// </summary>
internal sealed class Codes(BackendDatabase database, BackendKey key, BackendClock clock, CodeUsage usage, IOptions<BackendOptions> options)
{
    public const int Length = 6;
    public const int MaxAttempts = 5;

    /// <summary>How many wrong codes a number gets within <see cref="Window"/>, over all its codes. New codes do not reset it.</summary>
    public const int MaxWrongPerNumber = 20;

    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    private const string Digits = "0123456789";

    private readonly Lazy<byte[]> _key = new(() => key.For("codes"));

    public static string New() => RandomNumberGenerator.GetString(Digits, Length);

    /// <summary>Adds a code to a transaction that has locked the user's row, and returns its id. The former one for the same action ends.</summary>
    public Task<long> AddAsync(DataConnection connection, string code, PhoneNumber phone, string userId, string action)
    {
        connection.AfterCommit(usage.Created);
        return CodeTable.ReplaceAsync(connection, phone.Value, userId, action, Hash(phone, userId, action, code), clock.Now + options.Value.CodeLifetime);
    }

    /// <summary>The code of a number, if it is for one of these actions. It is not used up yet.</summary>
    /// <exception cref="RejectedException">It is wrong, used or expired, for another action, or the number got too many wrong ones.</exception>
    public async Task<CodeRecord> RequireAsync(PhoneNumber phone, string code, params string[] actions)
    {
        if (await IsLockedAsync(phone))
        {
            // Not a limit with its own response: that would tell that the number has an account.
            throw new RejectedException(Rejection.CodeWrong);
        }

        var right = await database.InTransactionAsync(async c =>
        {
            var live = await CodeTable.AttemptAsync(c, phone.Value, MaxAttempts, clock.Now);
            return live.Count > 0 && await CodeTable.TryCountWrongAsync(c, phone.Value, MaxWrongPerNumber, clock.Now, clock.Now - Window)
                ? live.Where(record => IsCode(record, phone, code)).ToList()
                : [];
        });
        if (right.Find(record => actions.Contains(record.Action)) is { } found)
        {
            return found;
        }

        usage.Wrong();
        throw new RejectedException(right.Count > 0 ? Rejection.WrongTokenType : Rejection.CodeWrong);
    }

    /// <summary>Uses up a code in the transaction of its effect. False when a faster caller has used it.</summary>
    public async Task<bool> TryUseAsync(DataConnection connection, PhoneNumber phone, CodeRecord code)
    {
        if (!await CodeTable.DeleteAsync(connection, code.Id))
        {
            return false;
        }

        // It was counted before it was known to be right.
        await CodeTable.UncountWrongAsync(connection, phone.Value);
        connection.AfterCommit(usage.Used);
        return true;
    }

    /// <summary>Whether the number got so many wrong codes that none is accepted for a while.</summary>
    public Task<bool> IsLockedAsync(PhoneNumber phone) =>
        database.ReadAsync(c => CodeTable.IsLockedAsync(c, phone.Value, MaxWrongPerNumber, clock.Now - Window));

    /// <summary>The user who has asked to change to a number, and whose code still works.</summary>
    public Task<string?> FindChangeAsync(PhoneNumber phone) =>
        database.ReadAsync(c => CodeTable.FindUserIdAsync(c, phone.Value, CodeAction.ChangePhone, clock.Now));

    /// <summary>Deletes some of the expired codes, and returns how many.</summary>
    public Task<int> PurgeAsync(int count) => database.WriteAsync(c => CodeTable.PurgeAsync(c, clock.Now, count));

    /// <summary>Deletes some of the counts of wrong codes that no longer matter, and returns how many.</summary>
    public Task<int> PurgeWrongAsync(int count) => database.WriteAsync(c => CodeTable.PurgeWrongAsync(c, clock.Now - Window, count));

    private bool IsCode(CodeRecord record, PhoneNumber phone, string code) =>
        CryptographicOperations.FixedTimeEquals(record.Hash, Hash(phone, record.UserId, record.Action, code));

    // The number, user and action are in it, so a hash that was copied to another row does not match.
    private byte[] Hash(PhoneNumber phone, string userId, string action, string code) =>
        HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes($"{phone.Value} {userId} {action} {code}"));
}
