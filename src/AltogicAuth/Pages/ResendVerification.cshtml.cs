using AltogicAuth.EmailLinks;

namespace AltogicAuth.Pages;

[RequireNoAuth]
public sealed class ResendVerificationModel(MailedLinks links, MailCooldown cooldown, EmailTypo typo) : EmailFormPage(LinkPurpose.Confirm, links, typo)
{
    public bool IsSent { get; private set; }

    public int? WaitSeconds { get; private set; }

    protected override Task<IActionResult> SendAsync(EmailAddress address)
    {
        var wait = cooldown.Left(LinkPurpose.Confirm, address);
        if (wait == TimeSpan.Zero)
        {
            return base.SendAsync(address);
        }

        WaitSeconds = (int)Math.Ceiling(wait.TotalSeconds);
        return Task.FromResult<IActionResult>(Page());
    }

    protected override IActionResult Sent()
    {
        IsSent = true;
        return Page();
    }
}
