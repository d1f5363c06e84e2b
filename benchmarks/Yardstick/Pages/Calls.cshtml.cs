using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Yardstick.Pages;

/// <summary>Two calls side by side through a plain client, shown as they come.</summary>
public class CallsModel(IHttpClientFactory clients) : PageModel
{
    public string? Account { get; private set; }

    public string? Sessions { get; private set; }

    public async Task OnGetAsync()
    {
        var client = clients.CreateClient("backend");
        var account = client.GetStringAsync("_api/rest/v1/auth/user");
        var sessions = client.GetStringAsync("_api/rest/v1/auth/sessions");
        await Task.WhenAll(account, sessions);
        Account = await account;
        Sessions = await sessions;
    }
}
