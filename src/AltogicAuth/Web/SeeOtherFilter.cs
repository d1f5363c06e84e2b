namespace AltogicAuth.Web;

/// <summary>Makes a redirect after a POST a 303, so that every client continues with a GET.</summary>
public sealed class SeeOtherFilter : IAsyncAlwaysRunResultFilter
{
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        await next();
        var response = context.HttpContext.Response;
        if (response is { HasStarted: false, StatusCode: StatusCodes.Status302Found } && HttpMethods.IsPost(context.HttpContext.Request.Method))
        {
            response.StatusCode = StatusCodes.Status303SeeOther;
        }
    }
}
