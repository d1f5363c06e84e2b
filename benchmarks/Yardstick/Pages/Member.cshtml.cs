using Microsoft.AspNetCore.Authorization;

namespace Yardstick.Pages;

/// <summary>The page of two calls, for a user who has a ticket, with a safe form.</summary>
[Authorize]
public sealed class MemberModel(IHttpClientFactory clients) : CallsModel(clients);
