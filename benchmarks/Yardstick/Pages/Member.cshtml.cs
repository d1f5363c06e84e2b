using Microsoft.AspNetCore.Authorization;

namespace Yardstick.Pages;

/// <summary>The page of two calls, for whoever has a ticket, with a safe form.</summary>
[Authorize]
public sealed class MemberModel(IHttpClientFactory clients) : CallsModel(clients);
