using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;
using Polly.Timeout;
using Refit;

namespace Altogic.Wire;

/// <summary>Turns an answer into one of the three endings of a call: a value, a refusal, an exception.</summary>
internal sealed class Exchange(TimeProvider clock)
{
    private const int TooManyRequests = 429;

    /// <summary>Ends a call whose success has no value.</summary>
    public async Task<AltogicResult> ForNothingAsync(Task<IApiResponse<Stream>> call, bool namesAnotherSession = false)
    {
        using var answer = await AnswerOfAsync(call);
        return RefusalOf(answer, namesAnotherSession) is { } refusal ? new AltogicResult(refusal) : AltogicResult.Done;
    }

    /// <summary>Ends a call whose success must have a value.</summary>
    public async Task<AltogicResult<T>> ForValueAsync<T>(Task<IApiResponse<Stream>> call, JsonTypeInfo<T> type)
        where T : class
    {
        using var answer = await AnswerOfAsync(call);
        return RefusalOf(answer) is { } refusal
            ? new AltogicResult<T>(refusal)
            : new AltogicResult<T>(Parse(answer.Content, type) ?? throw Unreadable());
    }

    /// <summary>Ends a call whose success may be empty or <c>null</c>.</summary>
    public async Task<AltogicResult<T?>> ForValueOrNullAsync<T>(Task<IApiResponse<Stream>> call, JsonTypeInfo<T> type)
    {
        using var answer = await AnswerOfAsync(call);
        return RefusalOf(answer) is { } refusal
            ? new AltogicResult<T?>(refusal)
            : new AltogicResult<T?>(Parse(answer.Content, type));
    }

    /// <summary>Ends a call that answers with a list.</summary>
    public async Task<AltogicResult<IReadOnlyList<T>>> ForListAsync<T>(Task<IApiResponse<Stream>> call, JsonTypeInfo<T[]> type)
        where T : class
    {
        using var answer = await AnswerOfAsync(call);
        if (RefusalOf(answer) is { } refusal)
        {
            return new AltogicResult<IReadOnlyList<T>>(refusal);
        }

        var items = Parse(answer.Content, type);
        return items is null || items.Contains(null) ? throw Unreadable() : new AltogicResult<IReadOnlyList<T>>(items);
    }

    /// <summary>Ends a call that answers with a user, which some replies wrap: <c>{"user": {…}}</c>.</summary>
    public async Task<AltogicResult<AltogicUser>> ForUserAsync(Task<IApiResponse<Stream>> call)
    {
        using var answer = await AnswerOfAsync(call);
        if (RefusalOf(answer) is { } refusal)
        {
            return new AltogicResult<AltogicUser>(refusal);
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

    /// <summary>Ends a call that answers with a file's content.</summary>
    public async Task<AltogicResult<byte[]>> ForBytesAsync(Task<IApiResponse<Stream>> call)
    {
        using var answer = await AnswerOfAsync(call);
        if (RefusalOf(answer) is { } refusal)
        {
            return new AltogicResult<byte[]>(refusal);
        }

        using var buffer = new MemoryStream();
        await (answer.Content ?? Stream.Null).CopyToAsync(buffer);
        return new AltogicResult<byte[]>(buffer.ToArray());
    }

    private static async Task<IApiResponse<Stream>> AnswerOfAsync(Task<IApiResponse<Stream>> call)
    {
        try
        {
            var answer = await call;
            return answer.StatusCode is null ? throw Unreachable(answer.Error?.InnerException) : answer;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or ExecutionRejectedException)
        {
            throw Unreachable(failure);
        }
    }

    /// <summary>Why Altogic refused, null when it did not, and an exception where the answer is neither of the two.</summary>
    private ApiError? RefusalOf(IApiResponse<Stream> answer, bool namesAnotherSession = false)
    {
        if (answer.IsSuccessStatusCode)
        {
            return null;
        }

        var error = new ApiError((int)answer.StatusCode!, ErrorBody.Read((answer.Error as ApiException)?.Content));
        // Signing out somebody else's session is refused with the same code, by 403 or 404; the caller's own lives on.
        var isOfTheOther = namesAnotherSession && error.Status is (403 or 404);
        if (IsSessionOver(error) && !isOfTheOther && HadSession(answer))
        {
            throw new AltogicSessionException(error);
        }

        return error.Status is >= 400 and < 500 and not TooManyRequests
            ? error
            : throw new AltogicUnavailableException($"Altogic answered with status {error.Status}.", error.Status, WaitOf(answer));
    }

    private static bool IsSessionOver(ApiError error) =>
        error.Has(ErrorCodes.MissingSessionToken) || error.Has(ErrorCodes.InvalidSessionToken);

    private static bool HadSession(IApiResponse<Stream> answer) => answer.RequestMessage?.Headers.Contains("Session") == true;

    private TimeSpan? WaitOf(IApiResponse<Stream> answer) => answer.Headers?.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } when date - clock.GetUtcNow() is var wait => wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };

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
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            new AltogicUnavailableException("Altogic's answer was too long.", inner: failure) { IsResponseTooLarge = true },
        _ => new AltogicUnavailableException("Altogic could not be reached.", inner: failure),
    };
}
