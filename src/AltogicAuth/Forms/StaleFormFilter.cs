using AltogicAuth.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AltogicAuth.Forms;

/// <summary>
/// A form whose antiforgery token does not fit is refused with a page that leads on. Where it is merely late (the
/// visitor logged in through another tab meanwhile), it leads straight to where the form would have led.
/// </summary>
public sealed class StaleFormFilter(SecurityEvents events) : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is not IAntiforgeryValidationFailedResult)
        {
            return;
        }

        var http = context.HttpContext;
        events.AntiforgeryRefused(context.ActionDescriptor.DisplayName ?? "");
        if (http.User.Identity?.IsAuthenticated == true && http.GetEndpoint()?.Metadata.GetMetadata<RequireNoAuthAttribute>() is not null)
        {
            context.Result = RequireNoAuthAttribute.Onward(http);
            return;
        }

        http.Features.Set(new StaleForm());
        context.Result = new StatusCodeResult(StatusCodes.Status400BadRequest);
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }
}

/// <summary>Tells the error page that a 400 comes from an expired form.</summary>
public sealed record StaleForm;
