namespace AltogicAuth.Pages;

[RequireNoAuth]
public sealed class IndexModel : PageModel;
