using System.Net;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Pages;

public sealed class DeleteTests(TestApp app)
{
    [Fact]
    public async Task Page_shows_the_account_and_what_will_be_deleted()
    {
        var (visitor, user) = await app.NewLoggedInAsync();

        var page = await visitor.OpenAsync("/profile/delete");

        Assert.Equal(user.Name, page.Document.QuerySelector(".subject .name")!.TextContent);
        Assert.Equal(user.Email, page.Document.QuerySelector(".subject .address")!.TextContent);
        Assert.Equal(3, page.Document.QuerySelectorAll(".bullets li").Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("somebody@example.test")]
    public async Task Deletion_without_the_address_is_rejected(string typed)
    {
        var (visitor, _) = await app.NewLoggedInAsync();

        var rejected = await visitor.SubmitAsync(await visitor.OpenAsync("/profile/delete"), "main form", ("Confirmation", typed));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, rejected.Status);
        Assert.Equal("This is not what is shown above. Type it again.", rejected.ErrorOf("Input_Confirmation"));
        Assert.Equal(typed, rejected.ValueOf("Input_Confirmation"));
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/profile")).Status);
    }

    [Fact]
    public async Task Form_without_the_field_deletes_nothing()
    {
        var (visitor, _) = await app.NewLoggedInAsync();

        var rejected = await visitor.SubmitAsync(await visitor.OpenAsync("/profile/delete"), "main form", ("Confirmation", null));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, rejected.Status);
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/profile")).Status);
    }

    [Fact]
    public async Task Address_is_accepted_with_spaces_and_in_upper_case()
    {
        var (visitor, user) = await app.NewLoggedInAsync();

        var farewell = await visitor.SubmitAsync(
            await visitor.OpenAsync("/profile/delete"), "main form", ("Confirmation", $" {user.Email.ToUpperInvariant()} "));

        Assert.Equal("/farewell", farewell.Location);
    }

    [Fact]
    public async Task Account_without_an_address_is_confirmed_by_its_name()
    {
        var visitor = app.NewVisitor();
        await visitor.OpenAsync("/login/twitter");
        await visitor.OpenToTheEndAsync("/e:local/_auth/twitter/stand-in/no-address");
        var page = await visitor.OpenAsync("/profile/delete");
        var name = page.Document.QuerySelector(".subject .name")!.TextContent;

        var rejected = await visitor.SubmitAsync(page, "main form", ("Confirmation", "Somebody"));
        var farewell = await visitor.SubmitAsync(page, "main form", ("Confirmation", $" {name} "));

        Assert.Equal("Type your name to confirm", page.Document.QuerySelector("label[for=Input_Confirmation]")!.TextContent);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, rejected.Status);
        Assert.Equal("/farewell", farewell.Location);
    }

    [Fact]
    public async Task Account_without_an_address_is_confirmed_by_its_number_in_any_notation()
    {
        var user = await app.NewPhoneUserAsync();
        var visitor = app.NewVisitor();
        await visitor.LogInAsync(user);
        var page = await visitor.OpenAsync("/profile/delete");

        var rejected = await visitor.SubmitAsync(page, "main form", ("Confirmation", TestPhone.New()));
        var farewell = await visitor.SubmitAsync(page, "main form", ("Confirmation", user.Email.Insert(6, "-").Insert(3, " ")));

        Assert.Equal("Type your phone number to confirm", page.Document.QuerySelector("label[for=Input_Confirmation]")!.TextContent);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, rejected.Status);
        Assert.Equal("/farewell", farewell.Location);
    }

    [Fact]
    public async Task Profile_has_a_danger_zone()
    {
        var (visitor, _) = await app.NewLoggedInAsync();

        Assert.NotNull((await visitor.OpenAsync("/profile")).Document.QuerySelector(".danger-zone a[href='/profile/delete']"));
    }
}
