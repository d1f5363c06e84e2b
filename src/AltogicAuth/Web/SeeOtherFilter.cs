using Microsoft.AspNetCore.Mvc.Filters;

namespace AltogicAuth.Web;

/// <summary>A redirect after a POST is 303: whatever the client, the next request is a GET.</summary>
public sealed class SeeOtherFilter : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
        var response = context.HttpContext.Response;
        if (!response.HasStarted && response.StatusCode == StatusCodes.Status302Found &&
            HttpMethods.IsPost(context.HttpContext.Request.Method))
        {
            response.StatusCode = StatusCodes.Status303SeeOther;
        }
    }
}
