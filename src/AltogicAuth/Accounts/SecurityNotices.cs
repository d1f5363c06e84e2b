using System.Text.Json;

namespace AltogicAuth.Accounts;

/// <summary>
/// Tells the owner at the next log-in that password or address were changed: the platform sends no such mail. The word
/// waits in a field of the user, so it reaches whichever device logs in next.
/// </summary>
public sealed partial class SecurityNotices(AltogicClient altogic, ILogger<SecurityNotices> logger)
{
    public const string PasswordChanged = "password";
    public const string EmailChanged = "email";

    private const string Field = "securityNotice";

    public Task LeaveAsync(SessionToken session, string userId, string what) =>
        TryAsync(() => altogic.Db.Users.UpdateFieldsAsync(session, userId, FieldUpdate.Set(Field, what)));

    /// <summary>What waits to be told; null when nothing happened.</summary>
    public static string? Of(AltogicUser user) =>
        user.Fields.TryGetValue(Field, out var value) && value.ValueKind == JsonValueKind.String &&
        value.GetString() is PasswordChanged or EmailChanged
            ? value.GetString()
            : null;

    /// <summary>The key of the text to show, once; null when nothing waits.</summary>
    public async Task<string?> TakeAsync(SessionToken session, string userId, string? notice)
    {
        if (notice is null)
        {
            return null;
        }

        await TryAsync(() => altogic.Db.Users.UpdateFieldsAsync(session, userId, FieldUpdate.Unset(Field)));
        return $"Notice.{notice}";
    }

    // A notice is worth less than what it speaks of: without it, everything goes on.
    private async Task TryAsync(Func<Task<AltogicResult<AltogicUser>>> call)
    {
        try
        {
            (await call()).EnsureSuccess();
        }
        catch (AltogicException failure)
        {
            NotKept(failure);
        }
    }

    [LoggerMessage(2004, LogLevel.Warning, "A security notice could not be kept or cleared")]
    private partial void NotKept(Exception failure);
}
