using AltogicAuth.Web;
using Microsoft.AspNetCore.DataProtection;

namespace AltogicAuth.Accounts;

/// <summary>How far the deletion of an account got.</summary>
public sealed record DeletionTrace(string UserId, bool IsDone);

/// <summary>
/// Remembers for a while that this browser deleted an account, or sent the last word and lost the answer: then a dead
/// session is no surprise, and the farewell is due.
/// </summary>
public sealed class DeletionCookie(IDataProtectionProvider protection, AppCookieManager cookies, TimeProvider time)
{
    private readonly ProtectedCookie<DeletionTrace> _cookie =
        new("deletion", TimeSpan.FromMinutes(10), SameSiteMode.Strict, protection, cookies, time);

    public void NoteLostAnswer(HttpContext http, string userId) => _cookie.Write(http, new DeletionTrace(userId, IsDone: false));

    public void NoteDone(HttpContext http, string userId) => _cookie.Write(http, new DeletionTrace(userId, IsDone: true));

    public bool IsAnswerLost(HttpContext http, string userId) => _cookie.Read(http) is { IsDone: false } trace && trace.UserId == userId;

    public bool IsDone(HttpContext http) => _cookie.Read(http) is { IsDone: true };
}
