namespace AltogicAuth.Backend;

/// <summary>Why a rule rejects a call. How the API says so is in <c>Api/ApiException.cs</c>.</summary>
internal enum Rejection
{
    AccessTokenExpired,
    BucketNotFound,
    CodeWrong,
    CurrentPasswordWrong,
    EmailAlreadyVerified,
    EmailNotVerified,
    EmailTaken,
    EmailUnknown,
    EmailVerificationOff,
    FileNotFound,
    FilesOfOthersInBucket,
    HashingQueueFull,
    NoPasswordToChange,
    NoPasswordToSignIn,
    NotOwner,
    ObjectNotFound,
    PhoneAlreadyVerified,
    PhoneNotVerified,
    PhoneTaken,
    PhoneVerificationOff,
    PhoneVerifiedBefore,
    RootBucketIsFixed,
    SmsCodesOff,
    StorageQuotaExceeded,
    TooManyAttempts,
    UserNotFound,
    WrongEmailOrPassword,
    WrongPhoneOrPassword,
    WrongTokenType,
}

/// <summary>A call that a rule rejects. It has changed nothing.</summary>
internal sealed class RejectedException(Rejection reason, string? value = null) : Exception($"Rejected: {reason}")
{
    public Rejection Reason { get; } = reason;

    /// <summary>How long the caller should wait before another attempt, if that helps.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the rejection is about, such as a taken address.</summary>
    public string? Value { get; } = value;
}
