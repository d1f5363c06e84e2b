namespace Altogic;

/// <summary>
/// The codes of <see cref="ErrorEntry.Code"/> that a program may want to tell apart, with the HTTP status they come with.
/// </summary>
public static class ErrorCodes
{
    /// <summary>401: the call needs a session and had none.</summary>
    public const string MissingSessionToken = "missing_session_token";

    /// <summary>401: the session is over, or never was. 403 and 404: the other session to sign out is not the caller's, or none.</summary>
    public const string InvalidSessionToken = "invalid_session_token";

    /// <summary>400: a field breaks a rule; <see cref="ErrorEntry.Param"/> names it.</summary>
    public const string ValidationError = "validation_error";

    /// <summary>400: the email address is taken.</summary>
    public const string EmailNotUnique = "email_not_unique";

    /// <summary>400: the phone number is taken.</summary>
    public const string PhoneNotUnique = "phone_not_unique";

    /// <summary>401: sign-in with an unknown address or a wrong password.</summary>
    public const string InvalidSignInCredentials = "invalid_sign_in_credentials";

    /// <summary>401: a wrong current password, a wrong password for a phone, or a mail for an unknown address.</summary>
    public const string InvalidCredentials = "invalid_credentials";

    /// <summary>404, or 401 where a password is reset: the phone is unknown, or the user of a token is gone.</summary>
    public const string UserNotFound = "user_not_found";

    /// <summary>401: the account signs in by an identity provider, so it has no password, address or number to change.</summary>
    public const string InvalidProvider = "invalid_provider";

    /// <summary>401: sign-in with a password to an account of an identity provider.</summary>
    public const string InvalidProviderSignIn = "invalid_provider_sign_in";

    /// <summary>401: the address has to be confirmed first.</summary>
    public const string EmailNotVerified = "email_not_verified";

    /// <summary>401: no confirmation is mailed again, since the address is confirmed.</summary>
    public const string EmailAlreadyVerified = "email_already_verified";

    /// <summary>401: the environment has its confirmation of addresses switched off.</summary>
    public const string EmailVerificationDisabled = "email_verification_disabled";

    /// <summary>401: the number has to be confirmed first.</summary>
    public const string PhoneNotVerified = "phone_not_verified";

    /// <summary>401: no confirmation is sent again, since the number is confirmed. 400: a code to confirm it is not needed.</summary>
    public const string PhoneAlreadyVerified = "phone_already_verified";

    /// <summary>401: the environment has its confirmation of numbers switched off.</summary>
    public const string PhoneVerificationDisabled = "phone_verification_disabled";

    /// <summary>401: the environment has signing in by a code switched off.</summary>
    public const string SmsAuthCodesDisabled = "sms_auth_codes_disabled";

    /// <summary>400: the number is empty.</summary>
    public const string MissingPhoneNumber = "missing_phone_number";

    /// <summary>400: the code is empty.</summary>
    public const string MissingSmsCode = "missing_sms_code";

    /// <summary>401: the code was sent to another number.</summary>
    public const string MismatchValues = "mismatch_values";

    /// <summary>400: the access token is empty.</summary>
    public const string MissingAccessToken = "missing_access_token";

    /// <summary>403: the access token, or the code of a text message, is unknown, expired or used.</summary>
    public const string InvalidAccessToken = "invalid_access_token";

    /// <summary>401: the access token, or the code of a text message, was made for something else.</summary>
    public const string InvalidTokenType = "invalid_token_type";

    /// <summary>401: the environment has this way of signing in, or this call, switched off. 403: it belongs to another user.</summary>
    public const string NotAllowed = "not_allowed";

    /// <summary>429: too many calls. Such a response is an <see cref="AltogicUnavailableException"/>.</summary>
    public const string RateLimitExceeded = "rate_limit_exceeded";

    /// <summary>401: the call had no client key.</summary>
    public const string MissingClientKey = "missing_client_key";

    /// <summary>401: the client key is not the environment's.</summary>
    public const string InvalidClientKey = "invalid_client_key";

    /// <summary>The type of the body does not fit. Its HTTP status is not known.</summary>
    public const string ContentTypeError = "content_type_error";

    /// <summary>415: the body is neither JSON nor a form.</summary>
    public const string UnsupportedMediaType = "unsupported_media_type";

    /// <summary>400: the body is not valid JSON.</summary>
    public const string InvalidRequestBodySyntax = "invalid_request_body_syntax";

    /// <summary>403: the environment's redirect address cannot be used.</summary>
    public const string InvalidRedirectUrl = "invalid_redirect_url";

    /// <summary>404: there is no such call.</summary>
    public const string ResourceNotFound = "resource_not_found";

    /// <summary>404: there is no such object.</summary>
    public const string ObjectNotFound = "object_not_found";

    /// <summary>404: there is no such bucket.</summary>
    public const string BucketNotFound = "bucket_not_found";

    /// <summary>404: there is no such file.</summary>
    public const string InvalidFileIdentifier = "invalid_file_identifier";

    /// <summary>400: the user, or the backend, has no room for the file. Only the backend of this repository has it.</summary>
    public const string StorageQuotaExceeded = "storage_quota_exceeded";

    /// <summary>The client's own: an error response without a readable body, or an entry without a code.</summary>
    public const string InvalidErrorBody = "invalid_error_body";
}
