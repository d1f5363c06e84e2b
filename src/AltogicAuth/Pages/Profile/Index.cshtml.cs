using AltogicAuth.Accounts;

namespace AltogicAuth.Pages.Profile;

[RequireAuth]
public sealed class IndexModel(CurrentAccount accounts) : PageModel, IRedisplay, IHasAccount
{
    /// <summary>Null only where an outage redisplays a form.</summary>
    public AltogicUser? Account { get; private set; }

    public string Name => PersonNameAttribute.Clean(Account?.Name);

    public SessionList Sessions { get; private set; } = SessionList.Empty;

    public NameInput NameForm { get; private set; } = new();

    // Read by hand: binding two parameters allocates as much as opening the ticket.
    private int PageAsked => int.TryParse(Request.Query["sessions"], CultureInfo.InvariantCulture, out var number) ? number : 1;

    public Task OnGetAsync() => LoadAsync(HttpContext.RequestAborted);

    public async Task<IActionResult?> LoadAsync(CancellationToken cancellation)
    {
        await ReadAsync(PageAsked, cancellation);
        NameForm = new NameInput { Name = Name };
        return null;
    }

    public async Task<IActionResult> OnPostNameAsync(NameInput nameForm, CancellationToken cancellation)
    {
        NameForm = nameForm;
        if (!ModelState.IsValid)
        {
            await ReadAsync(1, cancellation);
            return this.Redisplay();
        }

        var name = PersonNameAttribute.Clean(nameForm.Name);
        if (await accounts.RenameAsync(HttpContext.SessionToken(), name, cancellation) is { } rejection)
        {
            await ReadAsync(1, cancellation);
            return this.RedisplayWithError(rejection, ("name", "NameForm.Name"));
        }

        this.SetFlash("Profile.NameSaved");
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostEndSessionAsync(string? id, CancellationToken cancellation)
    {
        var current = HttpContext.SessionToken();
        if (await accounts.FindSessionsAsync(current, cancellation) is not { } sessions)
        {
            this.SetFlash("Sessions.TooMany");
            return ToSamePage();
        }

        var chosen = sessions.FirstOrDefault(session => SessionRow.IdOf(session.Token) == id);
        if (chosen is null || chosen.Token == current)
        {
            this.SetFlash("Sessions.AlreadyEnded");
            return ToSamePage();
        }

        await accounts.EndSessionAsync(HttpContext, chosen.Token);
        this.SetFlash("Sessions.Ended");
        return ToSamePage();
    }

    public async Task<IActionResult> OnPostEndOtherSessionsAsync()
    {
        await accounts.EndOtherSessionsAsync(HttpContext);
        this.SetFlash("Sessions.OthersEnded");
        return RedirectToPage();
    }

    private RedirectToPageResult ToSamePage() => PageAsked > 1 ? RedirectToPage(new { sessions = PageAsked }) : RedirectToPage();

    // Concurrent calls: the page waits for one round trip, not for two.
    private async Task ReadAsync(int page, CancellationToken cancellation)
    {
        var session = HttpContext.SessionToken();
        var account = accounts.ReadAsync(session, cancellation);
        var sessions = accounts.FindSessionsAsync(session, cancellation);
        await Task.WhenAll(account, sessions);

        Account = await account;
        Sessions = SessionList.Of(await sessions, session, page);
    }

    public sealed class NameInput
    {
        [PersonName, Display(Name = "Name.Label")]
        public string? Name { get; set; }
    }
}
