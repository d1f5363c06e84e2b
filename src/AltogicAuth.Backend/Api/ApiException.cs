using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Api;

/// <summary>An error response: a status, and one entry for each thing that is wrong.</summary>
internal sealed class ApiException(int status, params JsonObject[] entries) : Exception
{
    /// <summary>Altogic's own message: clients may know it.</summary>
    public const string InvalidAccessToken = "Invalid or expired access token";

    public ApiException(int status, string code, string message, JsonObject? details = null)
        : this(status, Entry(code, message, details, status))
    {
    }

    public int Status { get; } = status;

    /// <summary>The code of the first entry.</summary>
    public string Code => (string)entries[0]["code"]!;

    /// <summary>How long the caller should wait before another attempt.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    public JsonObject ToJson() => new() { ["errors"] = new JsonArray([.. entries]) };

    public static ApiException From(InvalidFieldException invalid) => new(400,
        [.. invalid.Fields.Select(field => Entry("validation_error", field.Message, Details(field.Param, field.Value), 400))]);

    public static ApiException From(RejectedException rejected)
    {
        var (status, code, message) = Describe(rejected.Reason);
        var details = rejected.Reason switch
        {
            Rejection.EmailTaken => Details("email", rejected.Value),
            Rejection.PhoneTaken => Details("phone", rejected.Value),
            _ => null,
        };
        return new ApiException(status, code, message, details) { RetryAfter = rejected.RetryAfter };
    }

    public static ApiException NothingHere() => new(404, "resource_not_found", "There is nothing at this address.");

    public static ApiException SessionMissing() => new(401, "missing_session_token", "The session token is missing.");

    public static ApiException SessionInvalid(int status = 401) => new(status, "invalid_session_token", "The session token is not valid.");

    public static ApiException DatabaseUnavailable() => Unavailable("database_unavailable");

    public static ApiException StorageUnavailable() => Unavailable("storage_unavailable");

    public static ApiException BodyTooLarge() => new(400, "request_body_size_too_large", "The body is too large.");

    public static ApiException BodyMalformed() => new(400, "invalid_request_body_syntax", "The body could not be read.");

    public static ApiException UnsupportedMediaType() => new(415, "unsupported_media_type", "This media type is not supported here.");

    private static ApiException Unavailable(string code) =>
        new(503, code, "The service is not available at the moment. Try again.") { RetryAfter = TimeSpan.FromSeconds(5) };

    private static (int Status, string Code, string Message) Describe(Rejection reason) => reason switch
    {
        Rejection.AccessTokenExpired => (403, "invalid_access_token", InvalidAccessToken),
        Rejection.BucketNotFound => (404, "bucket_not_found", "The bucket does not exist."),
        Rejection.CodeWrong => (403, "invalid_access_token", "Invalid or expired code"),
        Rejection.CurrentPasswordWrong => (401, "invalid_credentials", "The current password is not right."),
        Rejection.EmailAlreadyVerified => (401, "email_already_verified", "The email address is verified already."),
        Rejection.EmailNotVerified => (401, "email_not_verified", "The email address is not verified yet."),
        Rejection.EmailTaken => (400, "email_not_unique", "There is already a user with this email address."),
        Rejection.EmailUnknown => (401, "invalid_credentials", "There is no user with this email address."),
        Rejection.EmailVerificationOff => (401, "email_verification_disabled", "Email verification is switched off."),
        Rejection.FileNotFound => (404, "invalid_file_identifier", "There is no such file."),
        Rejection.FilesOfOthersInBucket => (403, "not_allowed", "Other users have files in this bucket."),
        Rejection.HashingQueueFull => (503, "server_busy", "Too many calls wait for the same work."),
        Rejection.NoPasswordToChange => (401, "invalid_provider", "This account has no password."),
        Rejection.NoPasswordToSignIn => (401, "invalid_provider_sign_in", "This account has no password."),
        Rejection.NotOwner => (403, "not_allowed", "This belongs to another user."),
        Rejection.ObjectNotFound => (404, "object_not_found", "The object does not exist."),
        Rejection.PhoneAlreadyVerified => (401, "phone_already_verified", "The phone number is verified already."),
        Rejection.PhoneNotVerified => (401, "phone_not_verified", "The phone number is not verified yet."),
        Rejection.PhoneTaken => (400, "phone_not_unique", "There is already a user with this phone number."),
        Rejection.PhoneVerificationOff => (401, "phone_verification_disabled", "Phone verification is switched off."),
        // The contract has another status where a code is checked.
        Rejection.PhoneVerifiedBefore => (400, "phone_already_verified", "The phone number is verified already."),
        Rejection.RootBucketIsFixed => (400, "not_allowed", "The root bucket belongs to all users and cannot be changed."),
        Rejection.SmsCodesOff => (401, "sms_auth_codes_disabled", "Sign-in by code is switched off."),
        Rejection.StorageQuotaExceeded => (400, "storage_quota_exceeded", "There is no room for this file. Delete files first."),
        Rejection.TooManyAttempts => (429, "rate_limit_exceeded", "There were too many attempts. Wait before the next one."),
        Rejection.UserNotFound => (404, "user_not_found", "The user does not exist."),
        Rejection.WrongEmailOrPassword => (401, "invalid_sign_in_credentials", "Invalid email or password."),
        Rejection.WrongPhoneOrPassword => (401, "invalid_credentials", "Invalid phone number or password."),
        Rejection.WrongTokenType => (401, "invalid_token_type", "This access token is for another action."),
        _ => throw new InvalidOperationException($"No response for {reason}."),
    };

    private static JsonObject Details(string param, JsonNode? value)
    {
        var details = new JsonObject { ["param"] = param };
        if (value is not null)
        {
            details["value"] = value.DeepClone();
        }

        return details;
    }

    private static JsonObject Entry(string code, string message, JsonObject? details, int status)
    {
        var entry = new JsonObject
        {
            ["origin"] = status >= 500 ? "server_error" : "client_error",
            ["code"] = code,
            ["message"] = message,
        };
        if (details is not null)
        {
            entry["details"] = details;
        }

        return entry;
    }
}
