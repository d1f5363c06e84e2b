using System.Text.Json;

namespace AltogicAuth.Accounts;

/// <summary>
/// Tells the owner at the next sign-in that password or address were changed: the platform sends no such mail. A field of the user
/// keeps the notice, so it reaches the device that signs in next.
/// </summary>
public sealed partial class SecurityNotices(AltogicClient altogic, ILogger<SecurityNotices> logger)
{
    public const string PasswordChanged = "password";
    public const string EmailChanged = "email";

    private const string Field = "securityNotice";

    /// <summary>The pending notice; null when there is none.</summary>
    public static string? Of(AltogicUser user) =>
        user.Fields.TryGetValue(Field, out var value) && value.ValueKind == JsonValueKind.String &&
        value.GetString() is PasswordChanged or EmailChanged
            ? value.GetString()
            : null;

    public Task SetPendingAsync(SessionToken session, string userId, string notice) => TryAsync(session, userId, FieldUpdate.Set(Field, notice));

    public Task ConsumeAsync(SessionToken session, string userId) => TryAsync(session, userId, FieldUpdate.Unset(Field));

    // The change that the notice is about counts more: a failure here does not undo it.
    private async Task TryAsync(SessionToken session, string userId, FieldUpdate update)
    {
        try
        {
            (await altogic.Db.Users.UpdateFieldsAsync(session, userId, update)).EnsureSuccess();
        }
        catch (AltogicException failure)
        {
            NotUpdated(failure);
        }
    }

    [LoggerMessage(2004, LogLevel.Warning, "A security notice could not be stored or removed")]
    private partial void NotUpdated(Exception failure);
}
