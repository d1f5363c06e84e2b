using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;
using Polly.Timeout;
using Refit;

namespace Altogic.Wire;

/// <summary>Turns an answer into one of the three endings of a call: a value, a refusal, an exception.</summary>
internal static class Exchange
{
    private const int TooManyRequests = 429;

    /// <summary>Ends a call whose success has no value.</summary>
    public static async Task<AltogicResult> ForNothingAsync(Task<IApiResponse<Stream>> call, bool namesAnotherSession = false)
    {
        using var answer = await AnswerOfAsync(call);
        return answer.IsSuccessStatusCode ? AltogicResult.Done : new AltogicResult(RefusalOf(answer, namesAnotherSession));
    }

    /// <summary>Ends a call whose success must have a value.</summary>
    public static async Task<AltogicResult<T>> ForValueAsync<T>(Task<IApiResponse<Stream>> call, JsonTypeInfo<T> type)
        where T : class
    {
        using var answer = await AnswerOfAsync(call);
        return answer.IsSuccessStatusCode
            ? new AltogicResult<T>(Parse(answer.Content, type) ?? throw Unreadable())
            : new AltogicResult<T>(RefusalOf(answer));
    }

    /// <summary>Ends a call whose success may be empty or <c>null</c>.</summary>
    public static async Task<AltogicResult<T?>> ForValueOrNullAsync<T>(Task<IApiResponse<Stream>> call, JsonTypeInfo<T> type)
    {
        using var answer = await AnswerOfAsync(call);
        return answer.IsSuccessStatusCode
            ? new AltogicResult<T?>(Parse(answer.Content, type))
            : new AltogicResult<T?>(RefusalOf(answer));
    }

    /// <summary>Ends a call that answers with a user, which some replies wrap: <c>{"user": {…}}</c>.</summary>
    public static async Task<AltogicResult<AltogicUser>> ForUserAsync(Task<IApiResponse<Stream>> call)
    {
        using var answer = await AnswerOfAsync(call);
        if (!answer.IsSuccessStatusCode)
        {
            return new AltogicResult<AltogicUser>(RefusalOf(answer));
        }

        var user = Guard(() =>
        {
            using var reply = JsonDocument.Parse(answer.Content ?? Stream.Null);
            var root = reply.RootElement;
            return !root.TryGetProperty("_id", out _) && root.TryGetProperty("user", out var inner)
                ? inner.Deserialize(AltogicJson.Default.AltogicUser)
                : root.Deserialize(AltogicJson.Default.AltogicUser);
        });
        return new AltogicResult<AltogicUser>(user ?? throw Unreadable());
    }

    /// <summary>Ends a call that answers with a file.</summary>
    public static async Task<AltogicResult<byte[]>> ForBytesAsync(Task<IApiResponse<Stream>> call)
    {
        using var answer = await AnswerOfAsync(call);
        if (!answer.IsSuccessStatusCode)
        {
            return new AltogicResult<byte[]>(RefusalOf(answer));
        }

        using var buffer = new MemoryStream();
        await (answer.Content ?? Stream.Null).CopyToAsync(buffer);
        return new AltogicResult<byte[]>(buffer.ToArray());
    }

    private static async Task<IApiResponse<Stream>> AnswerOfAsync(Task<IApiResponse<Stream>> call)
    {
        var answer = await SendAsync(call);
        if (answer.StatusCode is not { } statusCode)
        {
            throw Unreachable(answer.Error?.InnerException);
        }

        var status = (int)statusCode;
        if (status is (>= 200 and < 300) or (>= 400 and < 500 and not TooManyRequests) || IsSessionOver(answer))
        {
            return answer;
        }

        using (answer)
        {
            throw new AltogicUnavailableException(
                $"Altogic answered with status {status}.", status, answer.Headers?.RetryAfter?.Delta);
        }
    }

    private static async Task<IApiResponse<Stream>> SendAsync(Task<IApiResponse<Stream>> call)
    {
        try
        {
            return await call;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or ExecutionRejectedException)
        {
            throw Unreachable(failure);
        }
    }

    private static ApiError RefusalOf(IApiResponse<Stream> answer, bool namesAnotherSession = false)
    {
        var error = new ApiError((int)answer.StatusCode!, ErrorBody.Read(BodyOf(answer)));
        // Signing out somebody else's session is refused with the same code, by 403 or 404; the caller's own lives on.
        var isOfTheOther = namesAnotherSession && error.Status is (403 or 404);
        return IsSessionOver(answer) && !isOfTheOther ? throw new AltogicSessionException(error) : error;
    }

    private static bool IsSessionOver(IApiResponse<Stream> answer) =>
        ErrorBody.Read(BodyOf(answer)).Any(item => item.Code is ErrorCodes.MissingSessionToken or ErrorCodes.InvalidSessionToken);

    private static string? BodyOf(IApiResponse<Stream> answer) => (answer.Error as ApiException)?.Content;

    private static T? Parse<T>(Stream? body, JsonTypeInfo<T> type) =>
        body is null or { Length: 0 } ? default : Guard(() => JsonSerializer.Deserialize(body, type));

    private static T? Guard<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
        {
            // Without the failure itself: its message may quote the answer.
            throw Unreadable();
        }
    }

    private static AltogicUnavailableException Unreadable() => new("Altogic's answer could not be read.");

    private static AltogicUnavailableException Unreachable(Exception? failure) => failure switch
    {
        TimeoutRejectedException => new AltogicUnavailableException("Altogic did not answer in time.", inner: failure),
        ExecutionRejectedException => new AltogicUnavailableException("Altogic failed a moment ago; it is not asked again yet.", inner: failure),
        _ => new AltogicUnavailableException("Altogic could not be reached.", inner: failure),
    };
}
