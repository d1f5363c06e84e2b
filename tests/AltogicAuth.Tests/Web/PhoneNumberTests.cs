using AltogicAuth.Backend;
using AltogicAuth.Backend.Messaging;
using AltogicAuth.Web;
using Microsoft.Extensions.Options;
using BackendNumber = AltogicAuth.Backend.PhoneNumber;
using NumberFormat = PhoneNumbers.PhoneNumberFormat;
using NumberingPlans = PhoneNumbers.PhoneNumberUtil;
using NumberKind = PhoneNumbers.PhoneNumberType;
using PhoneNumber = AltogicAuth.Web.PhoneNumber;

namespace AltogicAuth.Tests.Web;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("+90 532 123 45 67", null)]
    [InlineData("0532 123 45 67", "TR")]
    [InlineData("532 1234567", "TR")]
    [InlineData("(0532) 123-45-67", "TR")]
    [InlineData("00 90 532.123.45.67", "TR")]
    [InlineData("0090 532 123 45 67", "DE")]
    [InlineData("+90 (532) 123/45/67", "US")]
    [InlineData("\u202A+90 532 123 45 67\u202C", null)] // copied from a list of contacts
    [InlineData("\u00A0+90\u00A0532\u00A0123\u00A045\u00A067 ", null)]
    [InlineData("＋９０５３２１２３４５６７", null)]
    [InlineData("+٩٠ ٥٣٢ ١٢٣ ٤٥ ٦٧", null)]
    [InlineData("۰۵۳۲ ۱۲۳ ۴۵ ۶۷", "TR")]
    public void Every_notation_is_one_number(string typed, string? region) =>
        Assert.Equal("+905321234567", PhoneNumber.TryParse(typed, region)?.Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("0532 123 45 6")] // too short
    [InlineData("+90 532 123 45 67 89")] // too long
    [InlineData("+90 232 12")]
    [InlineData("+999 532 123 45 67")] // no such country
    [InlineData("+15555555555")] // no such area
    [InlineData("1-800-FLOWERS")]
    [InlineData("0532 123 45 67 ext 5")]
    [InlineData("0532 123 45 67 #5")]
    [InlineData("tel:+905321234567")]
    [InlineData("0532 123 45 6l")]
    [InlineData("+90 532 123 45 67\n+90 532 123 45 68")]
    [InlineData("ann@example.com")]
    public void Invalid_number_is_rejected(string? typed) => Assert.Null(PhoneNumber.TryParse(typed, "TR"));

    [Fact]
    public void National_number_needs_a_region() => Assert.Null(PhoneNumber.TryParse("0532 123 45 67", null));

    [Fact]
    public void Text_of_10_000_characters_is_not_parsed()
    {
        Assert.Null(PhoneNumber.TryParse(new string('1', 10_000), "TR"));
        Assert.Null(PhoneNumber.TryParse("+905321234567".PadRight(10_000), "TR"));
    }

    [Theory]
    [InlineData("+905321234567", true)]
    [InlineData("+12025550123", true)] // landlines and mobile phones share their numbers
    [InlineData("+902121234567", false)] // landline
    [InlineData("+19005550123", false)] // premium rate
    [InlineData("+18005550123", false)] // toll-free
    [InlineData("+881612345678", false)] // satellite
    [InlineData("+979123456789", false)] // premium rate of no country
    public void Texts_go_to_mobile_numbers_only(string number, bool expected) =>
        Assert.Equal(expected, PhoneNumber.TryParse(number, null)?.CanReceiveTexts ?? false);

    /// <summary>A user waits in vain for an SMS that the site promises and the backend does not send.</summary>
    [Fact]
    public void Site_and_backend_agree_about_every_kind_of_number_in_every_country()
    {
        var backend = new SmsRecipients(Options.Create(new BackendOptions()));
        var plans = NumberingPlans.GetInstance();
        var examples = from region in plans.GetSupportedRegions()
                       from kind in Enum.GetValues<NumberKind>()
                       let example = plans.GetExampleNumberForType(region, kind)
                       where example is not null
                       select plans.Format(example, NumberFormat.E164);

        Assert.All(examples.Distinct().Where(number => BackendNumber.TryParse(number) is not null), number => Assert.Equal(
            backend.FindProblem(BackendNumber.TryParse(number)!) is null, PhoneNumber.FromAccount(number)!.CanReceiveTexts));
    }

    [Theory]
    [InlineData("TR", "0532 123 45 67")]
    [InlineData("DE", "+90 532 123 45 67")]
    [InlineData(null, "+90 532 123 45 67")]
    public void Number_is_shown_as_the_reader_writes_it(string? region, string expected) =>
        Assert.Equal(expected, PhoneNumber.TryParse("+905321234567", null)!.DisplayIn(region));

    [Theory]
    [InlineData("+15555555555", "+1 555-555-5555")]
    [InlineData("+999532123456", "+999532123456")]
    public void Number_of_an_account_need_not_be_in_a_numbering_plan(string stored, string shown)
    {
        var number = PhoneNumber.FromAccount(stored)!;

        Assert.Equal((stored, shown, false), (number.Value, number.DisplayIn(null), number.CanReceiveTexts));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("905321234567")]
    [InlineData("+90532x234567")]
    [InlineData("+90 532 1234567")]
    [InlineData("+12345678901234567")]
    public void Number_of_an_account_is_E164(string? stored) => Assert.Null(PhoneNumber.FromAccount(stored));

    [Theory]
    [InlineData("123456", "123456")]
    [InlineData(" 123 456 ", "123456")]
    [InlineData("123-456", "123456")]
    [InlineData("123\u2011456\u200E", "123456")]
    [InlineData("١٢٣٤٥٦", "123456")]
    [InlineData("۱۲۳ ۴۵۶", "123456")]
    [InlineData("１２３４５６", "123456")]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("123", null)]
    [InlineData("12345678901", null)]
    [InlineData("12345x", null)]
    [InlineData("1234½", null)]
    [InlineData("+123456", null)]
    public void Code_has_digits_of_any_script(string? typed, string? expected) => Assert.Equal(expected, OneTimeCode.TryParse(typed));
}
