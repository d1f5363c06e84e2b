using AltogicAuth.Authentication;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AltogicAuth.Pages;

[RequireNoAuth]
public sealed class IndexModel : PageModel;
