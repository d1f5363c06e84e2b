using System.Text.Json;
using System.Text.Json.Nodes;
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
    public static async Task<AltogicResult> ForNothingAsync(Task<IApiResponse<string>> call, bool namesAnotherSession = false)
    {
        var answer = await AnswerOfAsync(call);
        return answer.IsSuccess ? AltogicResult.Done : new AltogicResult(RefusalOf(answer, namesAnotherSession));
    }

    /// <summary>Ends a call whose success must have a value.</summary>
    public static async Task<AltogicResult<T>> ForValueAsync<T>(Task<IApiResponse<string>> call, JsonTypeInfo<T> type)
        where T : class
    {
        var answer = await AnswerOfAsync(call);
        return answer.IsSuccess
            ? new AltogicResult<T>(Parse(answer.Content, type) ?? throw Unreadable())
            : new AltogicResult<T>(RefusalOf(answer));
    }

    /// <summary>Ends a call whose success may be empty or <c>null</c>.</summary>
    public static async Task<AltogicResult<T?>> ForValueOrNullAsync<T>(Task<IApiResponse<string>> call, JsonTypeInfo<T> type)
    {
        var answer = await AnswerOfAsync(call);
        return answer.IsSuccess ? new AltogicResult<T?>(Parse(answer.Content, type)) : new AltogicResult<T?>(RefusalOf(answer));
    }

    /// <summary>Ends a call that answers with a file.</summary>
    public static async Task<AltogicResult<byte[]>> ForBytesAsync(Task<IApiResponse<Stream>> call)
    {
        var answer = await AnswerOfAsync(call);
        if (!answer.IsSuccess)
        {
            return new AltogicResult<byte[]>(RefusalOf(answer));
        }

        using var buffer = new MemoryStream();
        await (answer.Content ?? Stream.Null).CopyToAsync(buffer);
        return new AltogicResult<byte[]>(buffer.ToArray());
    }

    /// <summary>Reads a part of an answer.</summary>
    public static T Read<T>(JsonNode node, JsonTypeInfo<T> type) where T : class =>
        Guard(() => node.Deserialize(type)) ?? throw Unreadable();

    private static async Task<Answer<T>> AnswerOfAsync<T>(Task<IApiResponse<T>> call)
    {
        var response = await SendAsync(call);
        if (response.StatusCode is not { } statusCode)
        {
            throw Unreachable(response.Error?.InnerException);
        }

        var answer = new Answer<T>((int)statusCode, response.Content, (response.Error as ApiException)?.Content);
        if (answer.Status is (>= 200 and < 300) or (>= 400 and < 500 and not TooManyRequests) || IsSessionOver(answer))
        {
            return answer;
        }

        throw new AltogicUnavailableException(
            $"Altogic answered with status {answer.Status}.", answer.Status, response.Headers?.RetryAfter?.Delta);
    }

    private static async Task<IApiResponse<T>> SendAsync<T>(Task<IApiResponse<T>> call)
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

    private static ApiError RefusalOf<T>(Answer<T> answer, bool namesAnotherSession = false)
    {
        var error = new ApiError(answer.Status, ErrorBody.Read(answer.ErrorBody));
        // Signing out somebody else's session is refused with the same code, by 403 or 404; the caller's own lives on.
        var isOfTheOther = namesAnotherSession && answer.Status is (403 or 404);
        return IsSessionOver(answer) && !isOfTheOther ? throw new AltogicSessionException(error) : error;
    }

    private static bool IsSessionOver<T>(Answer<T> answer) =>
        ErrorBody.Read(answer.ErrorBody).Any(item => item.Code is ErrorCodes.MissingSessionToken or ErrorCodes.InvalidSessionToken);

    private static T? Parse<T>(string? body, JsonTypeInfo<T> type) =>
        string.IsNullOrWhiteSpace(body) ? default : Guard(() => JsonSerializer.Deserialize(body, type));

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

    private readonly record struct Answer<T>(int Status, T? Content, string? ErrorBody)
    {
        public bool IsSuccess => Status is >= 200 and < 300;
    }
}
