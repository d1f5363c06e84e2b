using AltogicAuth.Sessions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AltogicAuth.Pages;

[Anyone]
public sealed class FarewellModel : PageModel;
