using System.Text.Json.Nodes;

namespace Altogic.ContractTests;

/// <summary>
/// What needs no mail to be read, so that it can be tried on every environment: on our backend always, and on a real one
/// when <c>ALTOGIC_ENV_URL</c> and <c>ALTOGIC_CLIENT_KEY</c> name it. Each test deletes the account that it makes.
/// </summary>
public sealed class EnvironmentTests(Contract contract) : IClassFixture<Contract>
{
    private const string Password = Contract.Password;

    public static TheoryData<string> Environments => Contract.Environments;

    [Theory, MemberData(nameof(Environments))]
    public async Task Real_account_changes_its_password_and_ends_sessions(string environment)
    {
        var altogic = contract.ClientOf(environment);
        var email = Contract.NewEmail();
        await SignUpAsync(altogic, email);

        Assert.False((await altogic.Auth.SignUpWithEmailAsync(email, Password)).IsSuccess);
        Assert.False((await altogic.Auth.SignInWithEmailAsync(email, "wrong phrase")).IsSuccess);
        Assert.False((await altogic.Auth.GetAuthGrantAsync("0e55c6fa")).IsSuccess);
        var (first, second) = (await SignInAsync(altogic, email, Password), await SignInAsync(altogic, email, Password));
        Assert.Equal(email, (await altogic.Auth.GetUserFromDbAsync(first)).Value.Email);
        var sessions = (await altogic.Auth.GetAllSessionsAsync(first)).Value.Select(session => session.Token).ToList();
        Assert.True(sessions.Contains(first) && sessions.Contains(second));

        Assert.True((await altogic.Auth.SignOutAsync(first, second)).IsSuccess);
        await Assert.ThrowsAsync<AltogicSessionException>(() => altogic.Auth.GetUserFromDbAsync(second));
        Assert.False((await altogic.Auth.ChangePasswordAsync(first, "second phrase", "wrong phrase")).IsSuccess);
        Assert.True((await altogic.Auth.ChangePasswordAsync(first, "second phrase", Password)).IsSuccess);
        Assert.True((await altogic.Auth.SignOutAllAsync(first)).IsSuccess);
        await Assert.ThrowsAsync<AltogicSessionException>(() => altogic.Auth.GetUserFromDbAsync(first));

        await DeleteAsync(altogic, await SignInAsync(altogic, email, "second phrase"));
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task User_is_read_and_updated(string environment)
    {
        var altogic = contract.ClientOf(environment);
        var session = await SignUpAsync(altogic, Contract.NewEmail());
        var user = (await altogic.Auth.GetUserFromDbAsync(session)).Value;

        var changed = (await altogic.Db.Users.UpdateAsync(session, user.Id, new JsonObject { ["name"] = "Bea" })).Value;

        Assert.Equal((user.Id, "Bea", user.Email), (changed.Id, changed.Name, changed.Email));
        Assert.Equal("Bea", (await altogic.Db.Users.GetAsync(session, user.Id)).Value!.Name);
        await DeleteAsync(altogic, session);
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task File_is_stored_read_and_deleted(string environment)
    {
        var altogic = contract.ClientOf(environment);
        var session = await SignUpAsync(altogic, Contract.NewEmail());
        var root = altogic.Storage.Bucket("root");
        var name = $"user {Guid.NewGuid():N}&\".png";

        var stored = (await root.UploadAsync(session, name, new byte[] { 1, 2, 3 }, "image/png", new FileUploadOptions { IsPublic = true })).Value;

        Assert.Equal((3L, "image/png", true), (stored.Size, stored.MimeType, stored.IsPublic));
        Assert.Equal([1, 2, 3], (await root.File(stored.Id).DownloadAsync(session)).Value);
        Assert.Equal(stored.Id, (await root.File(stored.Id).ReplaceAsync(session, new byte[] { 9 }, "image/png")).Value.Id);
        Assert.True((await root.File(stored.Id).ExistsAsync(session)).Value);
        Assert.True((await altogic.Storage.DeleteFileAsync(session, stored.PublicPath!)).IsSuccess);
        Assert.False((await root.File(stored.Id).ExistsAsync(session)).Value);
        await DeleteAsync(altogic, session);
    }

    // Declared as verified, an address has its session at once: no mail has to be read.
    private static async Task<SessionToken> SignUpAsync(AltogicClient altogic, string email) =>
        (await altogic.Auth.SignUpWithEmailAsync(email, Password, new JsonObject { ["name"] = "Ann", ["emailVerified"] = true })).Value.Session!.Token;

    private static async Task<SessionToken> SignInAsync(AltogicClient altogic, string email, string password) =>
        (await altogic.Auth.SignInWithEmailAsync(email, password)).Value.Session!.Token;

    private static async Task DeleteAsync(AltogicClient altogic, SessionToken session)
    {
        var user = (await altogic.Auth.GetUserFromDbAsync(session)).Value;
        Assert.True((await altogic.Db.Users.DeleteAsync(session, user.Id)).IsSuccess);
    }
}
