namespace Altogic.Tests;

/// <summary>The expressions that filters write.</summary>
public sealed class FilterTests
{
    public static TheoryData<Filter, string> Filters => new()
    {
        { Filter.Equal("title", "Notes"), "this.title == 'Notes'" },
        { Filter.NotEqual("author.name", "Ann"), "this.author.name != 'Ann'" },
        { Filter.LessThan("pages", 100), "this.pages < 100" },
        { Filter.LessThanOrEqual("pages", -1.5m), "this.pages <= -1.5" },
        { Filter.GreaterThan("pages", 0.1), "this.pages > 0.1" },
        { Filter.GreaterThanOrEqual("pages", long.MaxValue), "this.pages >= 9223372036854775807" },
        { Filter.Equal("isDraft", true), "this.isDraft == true" },
        { Filter.Equal("isDraft", false), "this.isDraft == false" },
        { Filter.LessThan("createdAt", new DateTimeOffset(2024, 6, 1, 3, 0, 0, 5, TimeSpan.FromHours(3))), "this.createdAt < '2024-06-01T00:00:00.005Z'" },
        { Filter.IsNull("pages"), "this.pages == null" },
        { Filter.IsNotNull("_id"), "this._id != null" },
        { Filter.Equal("a", 1) & Filter.Equal("b", 2) & Filter.Equal("c", 3), "this.a == 1 && this.b == 2 && this.c == 3" },
        { Filter.Equal("a", 1) | Filter.Equal("b", 2) & Filter.Equal("c", 3), "this.a == 1 || this.b == 2 && this.c == 3" },
        { (Filter.Equal("a", 1) | Filter.Equal("b", 2)) & Filter.Equal("c", 3), "(this.a == 1 || this.b == 2) && this.c == 3" },
        { Filter.Equal("a", 1) & (Filter.Equal("b", 2) | Filter.Equal("c", 3)), "this.a == 1 && (this.b == 2 || this.c == 3)" },
        { Filter.Equal("title", "it's \\ \"so\"\r\n"), """this.title == 'it\'s \\ "so"\r\n'""" },
        { Filter.Equal("title", "' || this.title != '"), """this.title == '\' || this.title != \''""" },
        { Filter.Equal("title", """\' || true == true"""), """this.title == '\\\' || true == true'""" },
        { Filter.Equal("başlık", "Şiir"), "this.başlık == 'Şiir'" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public void Filter_writes_its_expression(Filter filter, string expression) => Assert.Equal(expression, filter.ToString());

    [Fact]
    public void Number_is_written_alike_in_every_culture()
    {
        var culture = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = new("tr-TR");
        try
        {
            Assert.Equal("this.pages > 1.5 && this.pages < 2.5", (Filter.GreaterThan("pages", 1.5) & Filter.LessThan("pages", 2.5m)).ToString());
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = culture;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a == 1 || b")]
    [InlineData("1a")]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("a..b")]
    [InlineData("a'")]
    [InlineData("a\n")]
    [InlineData("a[0]")]
    public void Name_of_a_field_is_checked(string field)
    {
        var query = Recorder.Start().Client.Db.Model("books").Query;

        Assert.All<Action>(
            [
                () => Filter.Equal(field, 1), () => Filter.LessThan(field, 1), () => Filter.IsNull(field), () => Filter.IsNotNull(field),
                () => query.Sort(field), () => query.Omit(field), () => query.Lookup(field), () => query.Lookup(field, "authors", "this.author == lookup._id"),
            ],
            call => Assert.Throws<ArgumentException>(call));
    }

    [Fact]
    public void Value_without_a_literal_is_rejected()
    {
        Assert.Throws<ArgumentNullException>(() => Filter.Equal("a", (string)null!));
        Assert.Throws<ArgumentException>(() => Filter.Equal("a", double.NaN));
        Assert.Throws<ArgumentException>(() => Filter.Equal("a", double.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => Filter.LessThan("a", true));
    }

    [Fact]
    public void Page_and_limit_start_at_1()
    {
        var query = Recorder.Start().Client.Db.Model("books").Query;

        Assert.Throws<ArgumentOutOfRangeException>(() => query.Page(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => query.Limit(0));
    }
}
