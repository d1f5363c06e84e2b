using System.Text.Json;
using AltogicAuth.EmailLinks;
using AltogicAuth.Web;

namespace AltogicAuth.Tests.EmailLinks;

public sealed class LinkPurposeTests
{
    [Fact]
    public void Every_purpose_takes_the_same_space_in_a_cookie()
    {
        var written = LinkPurpose.All.Select(purpose => JsonSerializer.Serialize(purpose)).ToList();

        Assert.Single(written.Select(json => json.Length).Distinct());
        Assert.Equal(LinkPurpose.All, written.Select(json => JsonSerializer.Deserialize<LinkPurpose>(json)));
    }

    [Theory]
    [InlineData("email-confirm", "magic-link", true)]
    [InlineData("magic-link", "email-confirm", true)]
    [InlineData("magic-link", "reset-pwd", false)]
    [InlineData("oauth-signin", "magic-link", false)]
    [InlineData("oauth-signin", "oauth-signin", true)]
    public void Confirmation_and_magic_link_satisfy_each_others_request(string link, string requested, bool isSatisfied) =>
        Assert.Equal(isSatisfied, LinkPurpose.Find(link)!.Satisfies(LinkPurpose.Find(requested)!));

    [Theory]
    [InlineData("change-email")]
    [InlineData("oauth-signin")]
    public async Task Purpose_without_a_mail_is_named_where_one_is_requested(string action)
    {
        var request = () => LinkPurpose.Find(action)!.MailAsync(null!, EmailAddress.TryParse("ada@example.test")!);

        Assert.Contains(action, (await Assert.ThrowsAsync<NotSupportedException>(request)).Message);
    }
}
