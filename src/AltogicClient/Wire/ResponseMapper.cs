using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;
using Polly.Timeout;
using Refit;

namespace Altogic.Wire;

/// <summary>Maps a response to one of the three outcomes of a call: a value, a rejection, an exception.</summary>
internal sealed class ResponseMapper(TimeProvider clock)
{
    private const int TooManyRequests = 429;

    /// <summary>Maps a response whose success has no value.</summary>
    public async Task<AltogicResult> MapAsync(Task<IApiResponse<Stream>> call, bool namesAnotherSession = false)
    {
        using var response = await ResponseOfAsync(call);
        return RejectionOf(response, namesAnotherSession) is { } rejection ? new AltogicResult(rejection) : AltogicResult.Done;
    }

    /// <summary>Maps a response whose success must have a value.</summary>
    public async Task<AltogicResult<T>> MapValueAsync<T>(Task<IApiResponse<Stream>> call, JsonTypeInfo<T> type)
        where T : class
    {
        using var response = await ResponseOfAsync(call);
        return RejectionOf(response) is { } rejection
            ? new AltogicResult<T>(rejection)
            : new AltogicResult<T>(Parse(response.Content, type) ?? throw Unreadable());
    }

    /// <summary>Maps a response whose success may be empty or <c>null</c>.</summary>
    public async Task<AltogicResult<T?>> MapValueOrNullAsync<T>(Task<IApiResponse<Stream>> call, JsonTypeInfo<T> type)
    {
        using var response = await ResponseOfAsync(call);
        return RejectionOf(response) is { } rejection
            ? new AltogicResult<T?>(rejection)
            : new AltogicResult<T?>(Parse(response.Content, type));
    }

    /// <summary>Maps a response with a list.</summary>
    public async Task<AltogicResult<IReadOnlyList<T>>> MapListAsync<T>(Task<IApiResponse<Stream>> call, JsonTypeInfo<T[]> type)
        where T : class
    {
        using var response = await ResponseOfAsync(call);
        if (RejectionOf(response) is { } rejection)
        {
            return new AltogicResult<IReadOnlyList<T>>(rejection);
        }

        var items = Parse(response.Content, type);
        return items is null || items.Contains(null) ? throw Unreadable() : new AltogicResult<IReadOnlyList<T>>(items);
    }

    /// <summary>Maps a response with a page of a list and its figures.</summary>
    public async Task<AltogicResult<ObjectPage<T>>> MapPageAsync<T>(Task<IApiResponse<Stream>> call, JsonTypeInfo<ObjectPage<T>> type)
        where T : class
    {
        var page = await MapValueAsync(call, type);
        return page.IsSuccess && page.Value.Data.Contains(null) ? throw Unreadable() : page;
    }

    /// <summary>Maps a response with a user, which some responses wrap: <c>{"user": {…}}</c>.</summary>
    public async Task<AltogicResult<AltogicUser>> MapUserAsync(Task<IApiResponse<Stream>> call)
    {
        using var response = await ResponseOfAsync(call);
        if (RejectionOf(response) is { } rejection)
        {
            return new AltogicResult<AltogicUser>(rejection);
        }

        var user = Guard(() =>
        {
            using var document = JsonDocument.Parse(response.Content ?? Stream.Null);
            var root = document.RootElement;
            return !root.TryGetProperty("_id", out _) && root.TryGetProperty("user", out var inner)
                ? inner.Deserialize(AltogicJson.Default.AltogicUser)
                : root.Deserialize(AltogicJson.Default.AltogicUser);
        });
        return new AltogicResult<AltogicUser>(user ?? throw Unreadable());
    }

    /// <summary>Maps a response with a file's content.</summary>
    public async Task<AltogicResult<byte[]>> MapBytesAsync(Task<IApiResponse<Stream>> call)
    {
        using var response = await ResponseOfAsync(call);
        if (RejectionOf(response) is { } rejection)
        {
            return new AltogicResult<byte[]>(rejection);
        }

        using var buffer = new MemoryStream();
        await (response.Content ?? Stream.Null).CopyToAsync(buffer);
        return new AltogicResult<byte[]>(buffer.ToArray());
    }

    private static async Task<IApiResponse<Stream>> ResponseOfAsync(Task<IApiResponse<Stream>> call)
    {
        try
        {
            var response = await call;
            return response.StatusCode is null ? throw Unreachable(response.Error?.InnerException) : response;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or ExecutionRejectedException)
        {
            throw Unreachable(failure);
        }
    }

    /// <summary>The rejection in a response; null for a success. Anything else is an exception.</summary>
    private ApiError? RejectionOf(IApiResponse<Stream> response, bool namesAnotherSession = false)
    {
        if (response.IsSuccessStatusCode)
        {
            return null;
        }

        var error = new ApiError((int)response.StatusCode!, ErrorBody.Read((response.Error as ApiException)?.Content));
        // Altogic rejects signing out another user's session with the same code and 403 or 404; the caller's own session goes on.
        var concernsOtherSession = namesAnotherSession && error.Status is (403 or 404);
        if (IsSessionOver(error) && !concernsOtherSession && SentSession(response))
        {
            throw new AltogicSessionException(error);
        }

        return error.Status is >= 400 and < 500 and not TooManyRequests
            ? error
            : throw new AltogicUnavailableException($"Altogic responded with status {error.Status}.", error.Status, RetryAfterOf(response));
    }

    private static bool IsSessionOver(ApiError error) =>
        error.Has(ErrorCodes.MissingSessionToken) || error.Has(ErrorCodes.InvalidSessionToken);

    private static bool SentSession(IApiResponse<Stream> response) => response.RequestMessage?.Headers.Contains("Session") == true;

    private TimeSpan? RetryAfterOf(IApiResponse<Stream> response) => response.Headers?.RetryAfter switch
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
            // The inner exception is left out: its message may quote the response.
            throw Unreadable();
        }
    }

    private static AltogicUnavailableException Unreadable() => new("Altogic's response could not be read.");

    private static AltogicUnavailableException Unreachable(Exception? failure) => failure switch
    {
        TimeoutRejectedException => new AltogicUnavailableException("Altogic did not respond in time.", inner: failure),
        ExecutionRejectedException => new AltogicUnavailableException("Altogic failed a moment ago. The circuit is still open.", inner: failure),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            new AltogicUnavailableException("Altogic's response was too long.", inner: failure) { IsResponseTooLarge = true },
        _ => new AltogicUnavailableException("Altogic could not be reached.", inner: failure),
    };
}
