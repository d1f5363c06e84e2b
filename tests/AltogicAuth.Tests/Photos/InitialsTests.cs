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
    public void Initials_are_first_letters_of_whatever_script(string? name, string initials) =>
        Assert.Equal(initials, Initials.Of(name, "x@example.test"));

    [Fact]
    public void A_colour_belongs_to_a_user() =>
        Assert.Equal(Initials.ColourOf("635fb0b7918b9fccf347f26b"), Initials.ColourOf("635fb0b7918b9fccf347f26b"));
}
