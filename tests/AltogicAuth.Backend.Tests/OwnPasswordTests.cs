namespace AltogicAuth.Backend.Tests;

/// <summary>A password that is made of its user's name and address alone.</summary>
public sealed class OwnPasswordTests
{
    [Theory]
    [InlineData("ada lovelace 1815", true)]
    [InlineData("Lovelace, ADA!", true)]
    [InlineData("adalovelace@corp", true)]
    [InlineData("ada loves zebras", false)]
    [InlineData("7392018455", false)]
    public async Task Sign_up_rejects_a_password_made_of_own_name_and_address(string password, bool isRejected)
    {
        await using var backend = await BackendHost.StartAsync();

        var response = await backend.NewCaller().PostAsync("auth/signup-email",
            new { email = "ada@corp.example", password, nameOrUserData = new { name = "Ada Lovelace" } });

        Assert.Equal(isRejected ? "validation_error" : null, response.Code);
    }

    [Theory]
    [InlineData("+905551234567", true)]
    [InlineData("0555 123 45 67", true)]
    [InlineData("1234567", true)]
    [InlineData("5551234568", false)]
    [InlineData("a 5551234567", false)]
    public async Task Sign_up_rejects_a_password_that_is_the_own_number(string password, bool isRejected)
    {
        await using var backend = await BackendHost.StartAsync();

        var response = await backend.NewCaller().PostAsync("auth/signup-phone", new { phone = "+905551234567", password });

        Assert.Equal(isRejected ? "validation_error" : null, response.Code);
    }

    [Fact]
    public async Task Rejected_reset_password_does_not_use_up_the_token()
    {
        await using var backend = await BackendHost.StartAsync();
        var (caller, email, _, _) = await backend.NewUserAsync();
        await caller.PostAsync($"auth/send-reset?email={email}");
        var key = await caller.AccessTokenAsync(email, "reset-pwd");

        var rejected = await caller.PostAsync($"auth/reset-pwd?key={key}", new { newPassword = "ann 1234" });

        Assert.Equal((400, "validation_error"), (rejected.Status, rejected.Code));
        Assert.Equal(200, (await caller.PostAsync($"auth/reset-pwd?key={key}", new { newPassword = "next phrase" })).Status);
    }

    [Fact]
    public async Task Reset_by_a_wrong_code_does_not_tell_an_own_password_from_another()
    {
        await using var backend = await BackendHost.StartAsync();
        var (caller, phone, _) = await backend.NewPhoneUserAsync();
        await caller.PostByPhoneAsync("send-reset-code", phone);

        var rejected = await caller.PostByPhoneAsync("reset-pwd-code", phone, "0000", new { newPassword = phone[^8..] });

        Assert.Equal((403, "invalid_access_token"), (rejected.Status, rejected.Code));
    }

    [Fact]
    public async Task Password_change_rejects_a_password_made_of_own_name()
    {
        await using var backend = await BackendHost.StartAsync();
        var (caller, _, _, _) = await backend.NewUserAsync();

        Assert.Equal("validation_error",
            (await caller.PostAsync("auth/change-pwd", new { newPassword = "ann 1234", oldPassword = "secret phrase" })).Code);
    }
}
