using System.Text.Json;

namespace AltogicAuth.Accounts;

/// <summary>The platform mails no notice of a changed password, address or number, so a field of the user keeps it for the next sign-in.</summary>
public sealed partial class SecurityNotices(AltogicClient altogic, ILogger<SecurityNotices> logger)
{
    public const string PasswordChanged = "password";
    public const string EmailChanged = "email";
    public const string PhoneChanged = "phone";

    private const string Field = "securityNotice";

    public static string? Of(AltogicUser user) =>
        user.Fields.TryGetValue(Field, out var value) && value.ValueKind == JsonValueKind.String &&
        value.GetString() is (PasswordChanged or EmailChanged or PhoneChanged) and var notice
            ? notice
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
