using System.Text.Json.Nodes;

namespace Altogic.ContractTests;

public sealed class ContractTests(Contract contract) : IClassFixture<Contract>
{
    private const string NoId = "0123456789abcdef01234567";
    private readonly AltogicClient _altogic = contract.Client;

    [Fact]
    public async Task An_account_from_sign_up_to_its_end()
    {
        var email = Contract.NewEmail();
        var signUp = await _altogic.Auth.SignUpWithEmailAsync(email, "secret phrase", new JsonObject { ["name"] = "Ann", ["surname"] = "L" });
        Assert.Equal((email, "Ann", "L"), (signUp.Value.User.Email, signUp.Value.User.Name, signUp.Value.User.Fields["surname"].GetString()));
        Assert.Null(signUp.Value.Session);
        Assert.True((await _altogic.Auth.SignUpWithEmailAsync(email, "secret phrase")).Error!.Has(ErrorCodes.EmailNotUnique));
        Assert.True((await _altogic.Auth.SignInWithEmailAsync(email, "secret phrase")).Error!.Has(ErrorCodes.EmailNotVerified));
        Assert.True((await _altogic.Auth.ResendVerificationEmailAsync(email)).IsSuccess);

        var confirm = await contract.AccessTokenAsync(email, "email-confirm");
        Assert.Equal(email, (await _altogic.Auth.GetAuthGrantAsync(confirm)).Value.User.Email);
        Assert.True((await _altogic.Auth.GetAuthGrantAsync(confirm)).Error!.Has(ErrorCodes.InvalidAccessToken));

        await _altogic.Auth.SendMagicLinkEmailAsync(email);
        Assert.NotNull((await _altogic.Auth.GetAuthGrantAsync(await contract.AccessTokenAsync(email, "magic-link"))).Value.Session);
        await _altogic.Auth.SendResetPwdEmailAsync(email);
        var reset = await contract.AccessTokenAsync(email, "reset-pwd");
        Assert.True((await _altogic.Auth.GetAuthGrantAsync(reset)).Error!.Has(ErrorCodes.InvalidTokenType));
        Assert.Equal("newPassword", (await _altogic.Auth.ResetPwdWithTokenAsync(reset, "short")).Error!.Items[0].Param);
        Assert.True((await _altogic.Auth.ResetPwdWithTokenAsync(reset, "second phrase")).IsSuccess);

        var session = (await _altogic.Auth.SignInWithEmailAsync(email, "second phrase")).Value.Session!;
        Assert.True((await _altogic.Auth.ChangePasswordAsync(session.Token, "third phrase", "wrong")).Error!.Has(ErrorCodes.InvalidCredentials));
        Assert.True((await _altogic.Auth.ChangePasswordAsync(session.Token, "third phrase", "second phrase")).IsSuccess);
        Assert.Equal(email, (await _altogic.Auth.ChangeEmailAsync(session.Token, "third phrase", Contract.NewEmail())).Value.Email);

        var userId = session.UserId!;
        Assert.True((await _altogic.Db.Users.DeleteAsync(session.Token, userId)).IsSuccess);
        await Assert.ThrowsAsync<AltogicSessionException>(() => _altogic.Auth.GetUserFromDbAsync(session.Token));
    }

    [Fact]
    public async Task Sessions_are_listed_and_ended_one_by_one_and_all_together()
    {
        var (email, user, session) = await contract.NewUserAsync();
        var other = (await _altogic.Auth.SignInWithEmailAsync(email, "secret phrase")).Value.Session!;
        var (_, _, stranger) = await contract.NewUserAsync();

        var sessions = (await _altogic.Auth.GetAllSessionsAsync(session)).Value;
        Assert.Equal([other.Token, session], sessions.Select(s => s.Token));
        Assert.All(sessions, s => Assert.Equal((user.Id, "Other"), (s.UserId, s.UserAgent!.Os!.Family)));
        Assert.All(sessions, s => Assert.NotNull(s.CreationDtm));

        Assert.False((await _altogic.Auth.SignOutAsync(session, stranger)).IsSuccess);
        Assert.True((await _altogic.Auth.SignOutAsync(session, other.Token)).IsSuccess);
        Assert.True((await _altogic.Auth.SignOutAllExceptCurrentAsync(session)).IsSuccess);
        Assert.Single((await _altogic.Auth.GetAllSessionsAsync(session)).Value);
        Assert.True((await _altogic.Auth.SignOutAllAsync(session)).IsSuccess);
        await Assert.ThrowsAsync<AltogicSessionException>(() => _altogic.Auth.GetAllSessionsAsync(session));
    }

    [Fact]
    public async Task Users_reach_themselves_and_nobody_else()
    {
        var (_, user, session) = await contract.NewUserAsync();
        var (_, other, _) = await contract.NewUserAsync();

        Assert.Equal("Bea", (await _altogic.Db.Users.UpdateAsync(session, user.Id, new JsonObject { ["name"] = "Bea" })).Value.Name);
        Assert.Null((await _altogic.Db.Users.UpdateFieldsAsync(session, user.Id, FieldUpdate.Unset("name"))).Value.Name);
        Assert.Equal(user.Email, (await _altogic.Db.Users.GetAsync(session, user.Id)).Value!.Email);
        Assert.True((await _altogic.Db.Users.UpdateAsync(session, user.Id, new JsonObject { ["emailVerified"] = false })).Error!.Has(ErrorCodes.ValidationError));
        Assert.True((await _altogic.Db.Users.UpdateAsync(session, other.Id, new JsonObject { ["name"] = "x" })).Error!.Has(ErrorCodes.NotAllowed));
        Assert.True((await _altogic.Db.Users.DeleteAsync(session, other.Id)).Error!.Has(ErrorCodes.NotAllowed));
    }

    [Fact]
    public async Task Objects_of_any_model_are_made_changed_and_deleted()
    {
        var (_, _, session) = await contract.NewUserAsync();
        var books = _altogic.Db.Model("books");

        var id = (string)(await books.CreateAsync(session, new JsonObject { ["title"] = "Notes", ["pages"] = 3 })).Value["_id"]!;
        await books.UpdateAsync(session, id, new JsonObject { ["title"] = "Sketch" });
        var changed = (await books.UpdateFieldsAsync(session, id, FieldUpdate.Increment("pages", 4), FieldUpdate.Push("tags", "a"), FieldUpdate.Push("tags", "b"), FieldUpdate.Shift("tags"), FieldUpdate.Max("best", 9))).Value;
        Assert.Equal(("Sketch", 7, "[\"b\"]", 9), ((string)changed["title"]!, (int)changed["pages"]!, changed["tags"]!.ToJsonString(), (int)changed["best"]!));
        Assert.True((await books.DeleteAsync(session, id)).IsSuccess);
        Assert.Null((await books.GetAsync(session, id)).Value);
        Assert.True((await books.UpdateAsync(session, NoId, [])).Error!.Has(ErrorCodes.ObjectNotFound));
        Assert.True((await books.GetAsync(null, id)).Error!.Has(ErrorCodes.MissingSessionToken));
    }

    [Fact]
    public async Task Files_are_stored_read_replaced_and_deleted()
    {
        var (_, user, session) = await contract.NewUserAsync();
        var root = _altogic.Storage.Bucket("root");
        var name = $"user {user.Id}&.png";

        var file = (await root.UploadAsync(session, name, new byte[] { 1, 2, 3 }, "image/png", new FileUploadOptions { IsPublic = true, Tags = ["a"] })).Value;
        Assert.Equal((name, 3L, "image/png", true, user.Id), (file.FileName, file.Size, file.MimeType, file.IsPublic, file.UserId));
        Assert.Equal([1, 2, 3], (await root.File(name).DownloadAsync(session)).Value);
        Assert.True((await root.File(name).ExistsAsync(session)).Value);
        Assert.False((await root.File("nothing").ExistsAsync(session)).Value);
        Assert.Equal(file.Id, (await root.File(name).GetAsync(session)).Value!.Id);
        var replaced = (await root.File(name).ReplaceAsync(session, new byte[] { 9 }, "image/png")).Value;
        Assert.Equal((file.Id, 1L), (replaced.Id, replaced.Size));
        Assert.Null((await root.File(name).MakePrivateAsync(session)).Value.PublicPath);
        Assert.Equal(file.PublicPath, (await root.File(name).MakePublicAsync(session)).Value.PublicPath);
        Assert.Contains((await root.ListFilesAsync(session, new FileListOptions { SortField = "fileName" })).Value, listed => listed.Id == file.Id);
        Assert.True((await _altogic.Storage.DeleteFileAsync(session, file.PublicPath!)).IsSuccess);
        Assert.False((await root.File(name).DeleteAsync(session)).IsSuccess);
        Assert.True((await _altogic.Storage.Bucket("nowhere").UploadAsync(session, "a", new byte[1], "image/png")).Error!.Has(ErrorCodes.BucketNotFound));
    }

    [Fact]
    public async Task What_the_local_backend_does_not_do_is_refused_in_words()
    {
        Assert.True((await _altogic.Auth.SignInWithPhoneAsync("+15555555555", "secret phrase")).Error!.Has(ErrorCodes.NotAllowed));
        Assert.True((await _altogic.Auth.SendSignInCodeAsync("+15555555555")).Error!.Has(ErrorCodes.NotAllowed));
    }
}
