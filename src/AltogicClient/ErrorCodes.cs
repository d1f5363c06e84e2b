namespace Altogic;

/// <summary>The codes of <see cref="ErrorEntry.Code"/> that a program may want to tell apart.</summary>
public static class ErrorCodes
{
#pragma warning disable CS1591 // The names say it.
    public const string MissingSessionToken = "missing_session_token";
    public const string InvalidSessionToken = "invalid_session_token";
    public const string ValidationError = "validation_error";
    public const string EmailNotUnique = "email_not_unique";
    public const string PhoneNotUnique = "phone_not_unique";
    public const string InvalidSignInCredentials = "invalid_sign_in_credentials";
    public const string InvalidCredentials = "invalid_credentials";
    public const string UserNotFound = "user_not_found";
    public const string InvalidProvider = "invalid_provider";
    public const string InvalidProviderSignIn = "invalid_provider_sign_in";
    public const string EmailNotVerified = "email_not_verified";
    public const string EmailAlreadyVerified = "email_already_verified";
    public const string EmailVerificationDisabled = "email_verification_disabled";
    public const string MissingAccessToken = "missing_access_token";
    public const string InvalidAccessToken = "invalid_access_token";
    public const string InvalidTokenType = "invalid_token_type";
    public const string NotAllowed = "not_allowed";
    public const string RateLimitExceeded = "rate_limit_exceeded";
    public const string ObjectNotFound = "object_not_found";
    public const string BucketNotFound = "bucket_not_found";
    public const string InvalidFileIdentifier = "invalid_file_identifier";
#pragma warning restore CS1591

    /// <summary>The client's own: an error answer that had no readable body.</summary>
    public const string InvalidErrorBody = "invalid_error_body";
}
