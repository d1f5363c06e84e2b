namespace AltogicAuth.Authentication;

/// <summary>Redirects to the login page, before the body is read. A session that Altogic does not know any more ends here.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequireAuthAttribute : AuthorizeAttribute, IAsyncPageFilter, IOrderedFilter
{
    /// <summary>Around the filters of all pages: those that redisplay a form load its page, and may find the session ended too.</summary>
    public int Order => -1;

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var executed = await next();
        if (executed.Exception is not AltogicSessionException || executed.ExceptionHandled)
        {
            return;
        }

        var http = context.HttpContext;
        if (http.FindSession() is { HasCookie: true } session)
        {
            http.RequestServices.GetRequiredService<EndedSession>().Remember(http, session.Token);
        }

        http.SetSession(null);
        http.ClearBrowserCache();
        ((PageModel)context.HandlerInstance).SetFlash(Flash.SessionEnded);
        http.RequestServices.GetRequiredService<SecurityEvents>().EndedSessionFound();
        executed.ExceptionHandled = true;
        executed.Result = new LocalRedirectResult(NextUrl(http.Request));
    }

    /// <summary>A path: it repeats neither host nor scheme of the request.</summary>
    public static string LoginUrl(HttpRequest request)
    {
        // After a POST the visitor returns to the page, not to one of its handlers.
        var query = HttpMethods.IsGet(request.Method) ? request.QueryString.Value : null;
        return $"{request.PathBase}/login{ReturnUrl.Query(ReturnUrl.Local(request.PathBase + request.Path + query))}";
    }

    // After a POST its page: a concurrent request may have started a new session, and the page shows it.
    private static string NextUrl(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && ReturnUrl.Local(request.PathBase + request.Path) is { } page ? page : LoginUrl(request);
}
