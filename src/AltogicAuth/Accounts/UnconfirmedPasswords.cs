using System.Text.Json;
using AltogicAuth.EmailLinks;

namespace AltogicAuth.Accounts;

/// <summary>Asks whether the user chose the password, where another browser verified the address than the one that registered it.</summary>
// Meanwhile our backend holds the password; another backend accepts it until it is replaced.
public sealed partial class UnconfirmedPasswords(AltogicClient altogic, SecurityEvents events, ILogger<UnconfirmedPasswords> logger)
{
    public const string Page = "~/profile/password-check";

    private const string Field = "passwordUnconfirmed";

    public static bool IsOpenFor(AltogicUser user) =>
        user.Fields.TryGetValue(Field, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>Whether the question is open after the sign-in, which may settle it or raise it.</summary>
    public async Task<bool> UpdateQuestionAsync(SessionToken session, SignInDetails signIn)
    {
        var (userId, isOpen) = (signIn.Granted.UserId, signIn.Granted.PasswordUnconfirmed);
        if (signIn.PasswordStatus == PasswordStatus.Unknown)
        {
            return isOpen;
        }

        if (signIn.PasswordStatus == PasswordStatus.Confirmed)
        {
            return isOpen && !await TryAsync(() => ConfirmAsync(session, userId));
        }

        events.PasswordUnconfirmed(userId);
        if (!isOpen)
        {
            await OpenAsync(session, userId);
        }

        return true;
    }

    public async Task ConfirmAsync(SessionToken session, string userId)
    {
        (await altogic.Db.Users.UpdateFieldsAsync(session, userId, FieldUpdate.Unset(Field))).EnsureSuccess();
        events.PasswordConfirmed(userId);
    }

    // At our backend the exchange of a confirmation does this, all or nothing. Here each step has a worth of its own.
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

    [LoggerMessage(2007, LogLevel.Warning, "The question about an unconfirmed password could not be stored or removed, or older sessions could not be ended")]
    private partial void NotSettled(Exception failure);
}
