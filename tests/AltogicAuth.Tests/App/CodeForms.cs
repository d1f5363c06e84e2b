namespace AltogicAuth.Tests.App;

/// <summary>The forms about codes, as a visitor fills them in.</summary>
internal static class CodeForms
{
    public const string Rejected = "This code is wrong, has expired, or has been used. Check the newest text message, or ask for a new code.";

    public static async Task<Page> RequestCodeAsync(this Visitor visitor, string form, string number) =>
        await visitor.FollowAsync(await visitor.SubmitAsync(await visitor.OpenAsync(form), "main form", ("Identifier", number)));

    public static async Task<Page> RequestNumberChangeAsync(this Visitor visitor, string number, string password) => await visitor.FollowAsync(
        await visitor.SubmitAsync(await visitor.OpenAsync("/profile/phone"), "main form", ("Phone", number), ("CurrentPassword", password)));

    public static Task<Page> EnterCodeAsync(this Visitor visitor, Page page, string code) => visitor.SubmitAsync(page, "main form", ("Code", code));
}
