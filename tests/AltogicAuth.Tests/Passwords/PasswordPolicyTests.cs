using AltogicAuth.Passwords;

namespace AltogicAuth.Tests.Passwords;

public sealed class PasswordPolicyTests
{
    private static readonly PasswordPolicy Policy = new();

    [Theory]
    [InlineData("zyxwvut1")]
    [InlineData("Zyxwvut!!")]
    [InlineData("zyxwvutann")]
    [InlineData("ann.zyxwvut")]
    [InlineData("1ann 2ANN 3ann")]
    [InlineData("annzyxwvut1999!")]
    [InlineData("corp.example")]
    [InlineData("example (ann)")]
    [InlineData("ann@corp.example")]
    [InlineData("Altogic & Ann")]
    [InlineData("altogicauth1")]
    public void Password_of_user_data_is_rejected(string password) =>
        Assert.Equal(PasswordResult.ContainsUserData, Policy.Validate(password, "Ann Zyxwvut", "ann@corp.example"));

    [Theory]
    [InlineData("ann loves zebras")]
    [InlineData("annzyxwvuts")]
    [InlineData("73920184 5566")]
    public void Password_that_contains_user_data_is_accepted(string password) =>
        Assert.Equal(PasswordResult.Ok, Policy.Validate(password, "Ann Zyxwvut", "ann@corp.example"));

    [Theory]
    [InlineData("çağrı ipekçi")]
    [InlineData("ÇAĞRI İPEKÇİ")]
    [InlineData("çağri ıpekçı")]
    public void Turkish_letters_i_are_equal(string password) =>
        Assert.Equal(PasswordResult.ContainsUserData, Policy.Validate(password, "Çağrı İpekçi"));

    [Theory]
    [InlineData(2_000, PasswordResult.ContainsUserData)]
    [InlineData(2_001, PasswordResult.Ok)]
    public void Name_beyond_the_form_limit_is_not_searched(int length, PasswordResult expected) =>
        Assert.Equal(expected, Policy.Validate("zyxwvut1", "Zyxwvut".PadRight(length)));

    [Theory]
    [InlineData("bo li 1999", "Bo Li", null)]
    [InlineData("BoLiBoLi", "Bo Li", null)]
    [InlineData("x12345678", null, "x12345678@x.de")]
    [InlineData("+905321234567", null, "905321234567@x.de")]
    [InlineData("obrien1999", "O'Brien", null)]
    public void Whole_name_or_address_is_rejected(string password, string? name, string? email) =>
        Assert.Equal(PasswordResult.ContainsUserData, Policy.Validate(password, name, email));

    [Theory]
    [InlineData("password")]
    [InlineData("PASSWORD2024!")]
    [InlineData("' password'")]
    [InlineData("'!password'")]
    [InlineData(" password")]
    [InlineData("password ")]
    [InlineData("“password”")]
    [InlineData("  !qaz2wsx")]
    [InlineData("!12345678!")]
    public void Common_password_with_surrounding_signs_is_rejected(string password) =>
        Assert.Equal(PasswordResult.Common, Policy.Validate(password, name: null));
}
