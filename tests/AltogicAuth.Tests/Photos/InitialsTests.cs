using System.Globalization;
using AltogicAuth.Photos;

namespace AltogicAuth.Tests.Photos;

public sealed class InitialsTests
{
    [Theory]
    [InlineData("Ada Lovelace", "AL")]
    [InlineData("ada", "A")]
    [InlineData("Ada King Lovelace", "AL")]
    [InlineData("مها الأحمد", "ما")]
    [InlineData("👩‍🚀 Zoë", "👩‍🚀Z")]
    [InlineData("  ", "X")]
    [InlineData(null, "X")]
    public void Initials_are_first_letters_in_any_script(string? name, string initials) =>
        Assert.Equal(initials, Initials.Of(name, "x@example.test"));

    [Theory]
    [InlineData("tr", "İI")]
    [InlineData("en", "II")]
    public void Initials_are_capitals_of_the_page_language(string language, string initials)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

        Assert.Equal(initials, Initials.Of("ismail ışık", null));
    }

    [Theory]
    [InlineData("635fb0b7918b9fccf347f26b", 0)]
    [InlineData("635fb0b7918b9fccf347f26c", 1)]
    public void User_always_has_the_same_colour(string userId, int colour) =>
        Assert.Equal(colour, Initials.ColourOf(userId));

    [Fact]
    public void All_colours_are_used() =>
        Assert.Equal(Enumerable.Range(0, Initials.Colours), Enumerable.Range(10, 50).Select(i => Initials.ColourOf($"635fb0b7918b9fccf347f2{i}")).Distinct().Order());
}
