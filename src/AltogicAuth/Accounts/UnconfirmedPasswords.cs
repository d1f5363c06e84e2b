using System.Text.Json;
using AltogicAuth.Web;

namespace AltogicAuth.Accounts;

/// <summary>
/// Asks whether a password is its owner's, where it was set in another browser than the one that proved the address: somebody
/// else may have registered it. A field of the user keeps the question open, on every device, until it is answered. As long
/// our backend holds the password; with another one it goes on working until it is replaced.
/// </summary>
public sealed partial class UnconfirmedPasswords(AltogicClient altogic, SecurityEvents events, ILogger<UnconfirmedPasswords> logger)
{
    public const string Page = "~/profile/password-check";

    private const string Field = "passwordUnconfirmed";

    public static bool IsOpenFor(AltogicUser user) =>
        user.Fields.TryGetValue(Field, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>After a sign-in: answers the question where the sign-in does, asks it where it has to be. Whether it is open then.</summary>
    public async Task<bool> SettleAsync(SessionToken session, SignInDetails signIn)
    {
        var (userId, isOpen) = (signIn.Granted.UserId, signIn.Granted.PasswordUnconfirmed);
        if (signIn.ProvesPassword)
        {
            return isOpen && !await TryAsync(() => ConfirmAsync(session, userId));
        }

        if (!signIn.BringsQuestion)
        {
            return isOpen;
        }

        events.PasswordUnconfirmed(userId);
        if (!isOpen)
        {
            await OpenAsync(session, userId);
        }

        return true;
    }

    /// <summary>The owner keeps the password.</summary>
    public async Task ConfirmAsync(SessionToken session, string userId)
    {
        (await altogic.Db.Users.UpdateFieldsAsync(session, userId, FieldUpdate.Unset(Field))).EnsureSuccess();
        events.PasswordConfirmed(userId);
    }

    // The exchange of a confirmation does it at our backend, all or nothing. Here each step is worth something by itself.
    private async Task OpenAsync(SessionToken session, string userId)
    {
        await TryAsync(async () => (await altogic.Db.Users.UpdateFieldsAsync(session, userId, FieldUpdate.Set(Field, true))).EnsureSuccess());
        await TryAsync(async () => (await altogic.Auth.SignOutAllExceptCurrentAsync(session)).EnsureSuccess());
    }

    private async Task<bool> TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (AltogicException failure)
        {
            NotSettled(failure);
            return false;
        }
    }

    [LoggerMessage(2007, LogLevel.Warning, "The question about an unconfirmed password could not be kept or cleared, or older sessions not be ended")]
    private partial void NotSettled(Exception failure);
}
