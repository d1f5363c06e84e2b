using System.Text.Json.Nodes;

namespace Altogic.ContractTests;

public sealed class ContractTests(Contract contract) : IClassFixture<Contract>
{
    private const string Password = Contract.Password;
    private readonly AltogicClient _altogic = contract.Client;

    private BucketManager Root => _altogic.Storage.Bucket("root");

    [Fact]
    public async Task Sign_up_stores_the_user_without_a_session()
    {
        var email = Contract.NewEmail();

        var signUp = (await _altogic.Auth.SignUpWithEmailAsync(email, Password, new JsonObject { ["name"] = "Ann", ["surname"] = "L" })).Value;

        Assert.Equal((email, "Ann", "L"), (signUp.User.Email, signUp.User.Name, signUp.User.Fields["surname"].GetString()));
        Assert.Null(signUp.Session);
    }

    [Fact]
    public async Task Sign_up_with_a_taken_address_is_rejected()
    {
        var (email, _, _) = await contract.NewUserAsync();

        Assert.True((await _altogic.Auth.SignUpWithEmailAsync(email, Password)).Error!.Has(ErrorCodes.EmailNotUnique));
    }

    [Fact]
    public async Task Unverified_user_cannot_sign_in_and_can_ask_for_another_mail()
    {
        var email = Contract.NewEmail();
        await _altogic.Auth.SignUpWithEmailAsync(email, Password);

        Assert.True((await _altogic.Auth.SignInWithEmailAsync(email, Password)).Error!.Has(ErrorCodes.EmailNotVerified));
        Assert.True((await _altogic.Auth.ResendVerificationEmailAsync(email)).IsSuccess);
    }

    [Fact]
    public async Task Access_token_works_once()
    {
        var email = Contract.NewEmail();
        await _altogic.Auth.SignUpWithEmailAsync(email, Password);
        var token = await contract.AccessTokenAsync(email, "email-confirm");

        Assert.Equal(email, (await _altogic.Auth.GetAuthGrantAsync(token)).Value.User.Email);
        Assert.True((await _altogic.Auth.GetAuthGrantAsync(token)).Error!.Has(ErrorCodes.InvalidAccessToken));
    }

    [Fact]
    public async Task Magic_link_signs_in()
    {
        var (email, _, _) = await contract.NewUserAsync();

        await _altogic.Auth.SendMagicLinkEmailAsync(email);

        Assert.NotNull((await _altogic.Auth.GetAuthGrantAsync(await contract.AccessTokenAsync(email, "magic-link"))).Value.Session);
    }

    [Fact]
    public async Task Reset_token_sets_a_password_and_gives_no_session()
    {
        var (email, _, _) = await contract.NewUserAsync();
        await _altogic.Auth.SendResetPwdEmailAsync(email);
        var token = await contract.AccessTokenAsync(email, "reset-pwd");

        Assert.True((await _altogic.Auth.GetAuthGrantAsync(token)).Error!.Has(ErrorCodes.InvalidTokenType));
        Assert.Equal("newPassword", (await _altogic.Auth.ResetPwdWithTokenAsync(token, "short")).Error!.Items[0].Param);
        Assert.True((await _altogic.Auth.ResetPwdWithTokenAsync(token, "second phrase")).IsSuccess);
        Assert.True((await _altogic.Auth.SignInWithEmailAsync(email, "second phrase")).IsSuccess);
    }

    [Fact]
    public async Task Password_change_needs_the_current_password()
    {
        var (_, _, session) = await contract.NewUserAsync();

        Assert.True((await _altogic.Auth.ChangePasswordAsync(session, "second phrase", "wrong")).Error!.Has(ErrorCodes.InvalidCredentials));
        Assert.True((await _altogic.Auth.ChangePasswordAsync(session, "second phrase", Password)).IsSuccess);
    }

    [Fact]
    public async Task Email_change_keeps_the_address_until_it_is_confirmed()
    {
        var (email, _, session) = await contract.NewUserAsync();

        Assert.Equal(email, (await _altogic.Auth.ChangeEmailAsync(session, Password, Contract.NewEmail())).Value.Email);
    }

    [Fact]
    public async Task Deleted_user_has_no_session()
    {
        var (_, user, session) = await contract.NewUserAsync();

        Assert.True((await _altogic.Db.Users.DeleteAsync(session, user.Id)).IsSuccess);

        await Assert.ThrowsAsync<AltogicSessionException>(() => _altogic.Auth.GetUserFromDbAsync(session));
    }

    [Fact]
    public async Task Sessions_are_listed_newest_first()
    {
        var (email, user, session) = await contract.NewUserAsync();
        var other = await SignInAsync(email);

        var sessions = (await _altogic.Auth.GetAllSessionsAsync(session)).Value;

        Assert.Equal([other, session], sessions.Select(s => s.Token));
        Assert.All(sessions, s => Assert.Equal((user.Id, "Other"), (s.UserId, s.UserAgent!.Os!.Family)));
        Assert.All(sessions, s => Assert.NotNull(s.CreationDtm));
    }

    [Fact]
    public async Task Session_of_another_user_cannot_be_ended()
    {
        var (_, _, session) = await contract.NewUserAsync();
        var (_, _, other) = await contract.NewUserAsync();

        Assert.False((await _altogic.Auth.SignOutAsync(session, other)).IsSuccess);

        Assert.True((await _altogic.Auth.GetUserFromDbAsync(other)).IsSuccess);
    }

    [Fact]
    public async Task One_session_is_ended()
    {
        var (email, _, session) = await contract.NewUserAsync();
        var other = await SignInAsync(email);

        Assert.True((await _altogic.Auth.SignOutAsync(session, other)).IsSuccess);

        await Assert.ThrowsAsync<AltogicSessionException>(() => _altogic.Auth.GetUserFromDbAsync(other));
    }

    [Fact]
    public async Task All_other_sessions_are_ended()
    {
        var (email, _, session) = await contract.NewUserAsync();
        await SignInAsync(email);

        Assert.True((await _altogic.Auth.SignOutAllExceptCurrentAsync(session)).IsSuccess);

        Assert.Single((await _altogic.Auth.GetAllSessionsAsync(session)).Value);
    }

    [Fact]
    public async Task All_sessions_are_ended()
    {
        var (_, _, session) = await contract.NewUserAsync();

        Assert.True((await _altogic.Auth.SignOutAllAsync(session)).IsSuccess);

        await Assert.ThrowsAsync<AltogicSessionException>(() => _altogic.Auth.GetAllSessionsAsync(session));
    }

    [Fact]
    public async Task User_reads_and_updates_own_data()
    {
        var (_, user, session) = await contract.NewUserAsync();

        Assert.Equal("Bea", (await _altogic.Db.Users.UpdateAsync(session, user.Id, new JsonObject { ["name"] = "Bea" })).Value.Name);
        Assert.Null((await _altogic.Db.Users.UpdateFieldsAsync(session, user.Id, FieldUpdate.Unset("name"))).Value.Name);
        Assert.Equal(user.Email, (await _altogic.Db.Users.GetAsync(session, user.Id)).Value!.Email);
    }

    [Fact]
    public async Task User_cannot_update_a_protected_field()
    {
        var (_, user, session) = await contract.NewUserAsync();

        var update = await _altogic.Db.Users.UpdateAsync(session, user.Id, new JsonObject { ["emailVerified"] = false });

        Assert.True(update.Error!.Has(ErrorCodes.ValidationError));
    }

    [Fact]
    public async Task User_cannot_change_another_user()
    {
        var (_, _, session) = await contract.NewUserAsync();
        var (_, other, _) = await contract.NewUserAsync();

        Assert.True((await _altogic.Db.Users.UpdateAsync(session, other.Id, new JsonObject { ["name"] = "x" })).Error!.Has(ErrorCodes.NotAllowed));
        Assert.True((await _altogic.Db.Users.DeleteAsync(session, other.Id)).Error!.Has(ErrorCodes.NotAllowed));
    }

    [Fact]
    public async Task Object_is_created_updated_and_deleted()
    {
        var (_, _, session) = await contract.NewUserAsync();
        var books = _altogic.Db.Model("books");

        var id = (string)(await books.CreateAsync(session, new JsonObject { ["title"] = "Notes", ["pages"] = 3 })).Value["_id"]!;
        Assert.Equal("Sketch", (string)(await books.UpdateAsync(session, id, new JsonObject { ["title"] = "Sketch" })).Value["title"]!);
        Assert.Equal(3, (int)(await books.GetAsync(session, id)).Value!["pages"]!);
        Assert.True((await books.DeleteAsync(session, id)).IsSuccess);
        Assert.Null((await books.GetAsync(session, id)).Value);
    }

    [Fact]
    public async Task Field_updates_are_applied_in_order()
    {
        var (_, _, session) = await contract.NewUserAsync();
        var books = _altogic.Db.Model("books");
        var id = (string)(await books.CreateAsync(session, new JsonObject { ["pages"] = 3 })).Value["_id"]!;

        var book = (await books.UpdateFieldsAsync(session, id,
            FieldUpdate.Increment("pages", 4), FieldUpdate.Push("tags", "a"), FieldUpdate.Push("tags", "b"), FieldUpdate.Shift("tags"), FieldUpdate.Max("best", 9))).Value;

        Assert.Equal((7, "[\"b\"]", 9), ((int)book["pages"]!, book["tags"]!.ToJsonString(), (int)book["best"]!));
    }

    [Fact]
    public async Task Update_of_an_unknown_object_is_rejected()
    {
        var (_, _, session) = await contract.NewUserAsync();

        Assert.True((await _altogic.Db.Model("books").UpdateAsync(session, "0123456789abcdef01234567", [])).Error!.Has(ErrorCodes.ObjectNotFound));
    }

    [Fact]
    public async Task Object_is_not_readable_without_a_session()
    {
        var (_, _, session) = await contract.NewUserAsync();
        var books = _altogic.Db.Model("books");
        var id = (string)(await books.CreateAsync(session, [])).Value["_id"]!;

        Assert.True((await books.GetAsync(null, id)).Error!.Has(ErrorCodes.MissingSessionToken));
    }

    [Fact]
    public async Task File_is_uploaded_and_downloaded()
    {
        var (_, user, session) = await contract.NewUserAsync();
        var name = $"user {user.Id}&.png";

        var file = (await Root.UploadAsync(session, name, new byte[] { 1, 2, 3 }, "image/png", new FileUploadOptions { IsPublic = true, Tags = ["a"] })).Value;

        Assert.Equal((name, 3L, "image/png", true, user.Id), (file.FileName, file.Size, file.MimeType, file.IsPublic, file.UserId));
        Assert.Equal([1, 2, 3], (await Root.File(name).DownloadAsync(session)).Value);
        Assert.Equal(file.Id, (await Root.File(name).GetAsync(session)).Value!.Id);
    }

    [Fact]
    public async Task File_exists_until_it_is_deleted()
    {
        var (file, session) = await NewFileAsync();

        Assert.True((await Root.File(file.Id).ExistsAsync(session)).Value);
        Assert.True((await _altogic.Storage.DeleteFileAsync(session, file.PublicPath!)).IsSuccess);
        Assert.False((await Root.File(file.Id).ExistsAsync(session)).Value);
        Assert.False((await Root.File(file.Id).DeleteAsync(session)).IsSuccess);
    }

    [Fact]
    public async Task Replaced_file_keeps_its_id()
    {
        var (file, session) = await NewFileAsync();

        var replaced = (await Root.File(file.Id).ReplaceAsync(session, new byte[] { 9 }, "image/png")).Value;

        Assert.Equal((file.Id, 1L), (replaced.Id, replaced.Size));
    }

    [Fact]
    public async Task Private_file_has_no_public_path()
    {
        var (file, session) = await NewFileAsync();

        Assert.Null((await Root.File(file.Id).MakePrivateAsync(session)).Value.PublicPath);
        Assert.Equal(file.PublicPath, (await Root.File(file.Id).MakePublicAsync(session)).Value.PublicPath);
    }

    [Fact]
    public async Task Files_of_a_bucket_are_listed()
    {
        var (file, session) = await NewFileAsync();

        Assert.Contains((await Root.ListFilesAsync(session, new FileListOptions { SortField = "fileName" })).Value, listed => listed.Id == file.Id);
    }

    [Fact]
    public async Task Upload_to_an_unknown_bucket_is_rejected()
    {
        var (_, _, session) = await contract.NewUserAsync();

        Assert.True((await _altogic.Storage.Bucket("nowhere").UploadAsync(session, "a", new byte[1], "image/png")).Error!.Has(ErrorCodes.BucketNotFound));
    }

    [Fact]
    public async Task User_registers_signs_in_resets_and_changes_by_phone()
    {
        var (phone, other) = (Contract.NewPhone(), Contract.NewPhone());
        Assert.Null((await _altogic.Auth.SignUpWithPhoneAsync(phone, Password, "Ann")).Value.Session);
        var confirmed = (await _altogic.Auth.VerifyPhoneAsync(phone, await contract.CodeAsync(phone, "phone-confirm"))).Value;
        Assert.Equal((phone, true), (confirmed.User.Phone, confirmed.User.PhoneVerified));
        Assert.NotNull((await _altogic.Auth.SignInWithPhoneAsync(phone, Password)).Value.Session);

        Assert.True((await _altogic.Auth.SendSignInCodeAsync(phone)).IsSuccess);
        Assert.NotNull((await _altogic.Auth.SignInWithCodeAsync(phone, await contract.CodeAsync(phone, "signin-code"))).Value.Session);
        Assert.True((await _altogic.Auth.SendResetPwdCodeAsync(phone)).IsSuccess);
        Assert.True((await _altogic.Auth.ResetPwdWithCodeAsync(phone, await contract.CodeAsync(phone, "reset-pwd-code"), "another phrase")).IsSuccess);

        var session = (await _altogic.Auth.SignInWithPhoneAsync(phone, "another phrase")).Value.Session!.Token;
        Assert.Equal(phone, (await _altogic.Auth.ChangePhoneAsync(session, "another phrase", other)).Value.Phone);
        var changed = (await _altogic.Auth.VerifyPhoneAsync(other, await contract.CodeAsync(other, "change-phone"))).Value;
        Assert.Equal((other, null), (changed.User.Phone, changed.Session));
    }

    [Fact]
    public async Task Rejected_phone_calls_have_the_codes_of_the_contract()
    {
        var (phone, unconfirmed) = (Contract.NewPhone(), Contract.NewPhone());
        await _altogic.Auth.SignUpWithPhoneAsync(phone, Password, "Ann");
        await _altogic.Auth.VerifyPhoneAsync(phone, await contract.CodeAsync(phone, "phone-confirm"));
        await _altogic.Auth.SignUpWithPhoneAsync(unconfirmed, Password, "Bob");

        Assert.True((await _altogic.Auth.SignUpWithPhoneAsync(phone, Password, "Ann")).Error!.Has(ErrorCodes.PhoneNotUnique));
        Assert.True((await _altogic.Auth.SignInWithPhoneAsync(phone, "wrong")).Error!.Has(ErrorCodes.InvalidCredentials));
        Assert.True((await _altogic.Auth.SendSignInCodeAsync(unconfirmed)).Error!.Has(ErrorCodes.PhoneNotVerified));
        Assert.True((await _altogic.Auth.ResendVerificationCodeAsync(phone)).Error!.Has(ErrorCodes.PhoneAlreadyVerified));
        Assert.True((await _altogic.Auth.SendSignInCodeAsync("+15555555555")).Error!.Has(ErrorCodes.UserNotFound));
        Assert.True((await _altogic.Auth.SignInWithCodeAsync(phone, "000")).Error!.Has(ErrorCodes.InvalidAccessToken));
        Assert.True((await _altogic.Auth.SignInWithCodeAsync(unconfirmed, await contract.CodeAsync(unconfirmed, "phone-confirm"))).Error!.Has(ErrorCodes.InvalidTokenType));
    }

    private async Task<SessionToken> SignInAsync(string email) => (await _altogic.Auth.SignInWithEmailAsync(email, Password)).Value.Session!.Token;

    private async Task<(AltogicFile File, SessionToken Session)> NewFileAsync()
    {
        var (_, user, session) = await contract.NewUserAsync();
        return ((await Root.UploadAsync(session, user.Id, new byte[] { 1, 2, 3 }, "image/png", new FileUploadOptions { IsPublic = true })).Value, session);
    }
}
