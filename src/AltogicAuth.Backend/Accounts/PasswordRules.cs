using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

internal static class PasswordRules
{
    /// <summary>Null when a user may have this password.</summary>
    public static InvalidField? ProblemOf(string? password, UserRecord user, string param)
    {
        if (password is not { Length: >= 6 and <= 50 })
        {
            return new InvalidField(param, "A password has 6 to 50 characters.");
        }

        return UserDataInPassword.IsAllOf(password, user.Name, user.ShownEmail) || UserDataInPassword.IsNumber(password, user.Phone)
            ? new InvalidField(param, "A password has more in it than the user's own name, address and number.")
            : null;
    }
}
