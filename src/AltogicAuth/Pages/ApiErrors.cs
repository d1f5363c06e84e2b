namespace AltogicAuth.Pages;

public static class ApiErrors
{
    private static readonly Dictionary<string, string> TextOf = new()
    {
        [ErrorCodes.EmailNotUnique] = "Email.Taken",
        [ErrorCodes.PhoneNotUnique] = "Phone.Taken",
        [ErrorCodes.InvalidCredentials] = "Password.CurrentWrong",
        [ErrorCodes.InvalidProvider] = "Account.NoPassword",
        [ErrorCodes.InvalidAccessToken] = "Link.Used",
        [ErrorCodes.InvalidTokenType] = "Link.Used",
        [ErrorCodes.MissingAccessToken] = "Link.Used",
        [ErrorCodes.UserNotFound] = "Account.Gone",
        [ErrorCodes.NotAllowed] = "Account.MethodOff",
        [ErrorCodes.PhoneVerificationDisabled] = "Phone.CodesOff",
        [ErrorCodes.SmsAuthCodesDisabled] = "Phone.CodesOff",
        [ErrorCodes.EmailVerificationDisabled] = "Email.ConfirmationOff",
        [ErrorCodes.StorageQuotaExceeded] = "Photo.NoRoom",
    };

    /// <summary>Shows each entry at the field of its parameter or code. An unknown code shows Altogic's own message.</summary>
    public static PageResult RedisplayWithError(this PageModel page, ApiError error, params (string ParamOrCode, string Field)[] fields)
    {
        foreach (var entry in error.Items)
        {
            var field = fields.FirstOrDefault(f => f.ParamOrCode == entry.Code || f.ParamOrCode == entry.Param).Field;
            page.ModelState.AddModelError(field ?? "", TextFor(entry));
        }

        return page.Redisplay();
    }

    private static string TextFor(ErrorEntry entry) =>
        TextOf.GetValueOrDefault(entry.Code) ??
        (entry.Origin == "client_error" && !string.IsNullOrWhiteSpace(entry.Message) ? entry.Message : "Error.Unexpected");
}
