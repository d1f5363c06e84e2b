namespace AltogicAuth.Backend.Tests.Queries;

/// <summary>Which objects an expression finds, and which expressions are rejected.</summary>
public sealed class ExpressionTests(ThingsFixture things) : IClassFixture<ThingsFixture>
{
    private const string All = "accents half huge list minus missing no null object quotes ten text yes";

    public static TheoryData<string, string> Matches => new()
    {
        { "", All },
        { " \n ", All },
        { "this.value == 10", "ten" },
        { "value==10.0", "ten" },
        { "value == 1e1", "ten" },
        { "value == '10'", "text" },
        { "value == \"10\"", "text" },
        { "value == true", "yes" },
        { "value == false", "no" },
        { "value == null", "missing null" },
        { "value == 12345678901234567890123456", "huge" },
        { "value != 10", All.Replace(" ten", "") },
        { "value != true", All.Replace(" yes", "") },
        { "value != null", All.Replace(" missing", "").Replace(" null", "") },
        { "value < 10", "half minus" },
        { "value <= 10", "half minus ten" },
        { "value > 0.5", "huge ten" },
        { "value >= 0.5", "half huge ten" },
        { "value > -4 && value < 0", "minus" },
        { "value < 'a'", "text" },
        { "value >= '10' && value < 'z'", "quotes text" },
        { "value > 'z'", "accents" },
        { "value.inner == 10", "object" },
        { "value.inner.deeper == null", All },
        { "this.başlık == 'x'", "accents" },
        { "value == 'élan'", "accents" },
        { """value == 'it\'s "so" \\n'""", "quotes" },
        { "value == \"it's \\\"so\\\" \\\\n\"", "quotes" },
        { "name == 'ten' || name == 'text' && value == 10", "ten" },
        { "(name == 'ten' || name == 'text') && value == '10'", "text" },
        { "((((name == 'ten'))))", "ten" },
        { "name == 'x' || value == null || grade == 2", "half missing null ten" },
        { "value == ' OR 1=1 --'", "" },
        { """value == '\' or 1=1 --'""", "" },
        { "value == '); drop table objects; --'", "" },
        { "value == '@ownerId'", "" },
    };

    public static TheoryData<string> Errors =>
    [
        "value", "value ==", "== 10", "10 == value", "value = 10", "value === 10", "value == 10 &&", "value == 10 & value == 1", "|| value == 10",
        "value == 10 value == 1", "value == other", "value == value.inner", "(value == 10", "value == 10)", "()", "!(value == 10)", "value == 'x", "value == \"x",
        """value == '\u0041'""", """value == 'x\""", "value == -", "value == 1.2.3", "value == 0x10", "value == 1e99", "value < true", "value >= null",
        "this == 10", "this. == 10", "value. == 10", ".value == 10", "a..b == 10", "null == 10", "value == [10]", "value + 1 == 10", "ISNULL(value)",
        "value') or 1=1 -- == 10", "value; drop table objects", "\"value\" == 10", "value == `10`", "@ownerId == 10", "$.value == 10", "value[0] == 10",
        new string('(', 10_000), new string('(', 21) + "value == 10" + new string(')', 21), string.Concat(Enumerable.Repeat("a.", 32)) + "a == 1",
        "value == '" + new string('x', 10_000) + "'",
    ];

    [Theory]
    [MemberData(nameof(Matches))]
    public async Task Expression_finds_own_objects(string expression, string names) =>
        Assert.Equal(names, string.Join(' ', await things.NamesAsync(new { expression, sort = new[] { new { field = "name", direction = "asc" } } })));

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Malformed_expression_is_rejected(string expression)
    {
        foreach (var path in (string[])["get-list", "get-single", "update", "update-fields", "delete"])
        {
            var response = await things.Ann.PostAsync($"db/{path}", new { model = ThingsFixture.Model, values = new { }, query = new { expression } });

            Assert.Equal((400, "validation_error"), (response.Status, response.Code));
            response.AssertErrorForm();
        }
    }

    [Fact]
    public async Task Error_names_the_parameter_and_the_position()
    {
        var error = (await things.Ann.PostAsync("db/get-list", new { model = ThingsFixture.Model, query = new { expression = "value == 10 and x == 1" } }))
            .Json!["errors"]![0]!;

        Assert.Equal("expression", (string?)error["details"]!["param"]);
        Assert.StartsWith("Character 13:", (string?)error["message"]);
    }

    [Theory]
    [InlineData(20, 200)]
    [InlineData(21, 400)]
    public async Task Query_has_at_most_20_terms(int terms, int status)
    {
        foreach (var joiner in (string[])[" && ", " || "])
        {
            var expression = string.Join(joiner, Enumerable.Repeat("value == 10", terms));

            Assert.Equal(status, (await things.Ann.PostAsync("db/get-list", new { model = ThingsFixture.Model, query = new { expression } })).Status);
        }
    }

    [Fact]
    public async Task Parentheses_are_nested_20_deep()
    {
        var expression = new string('(', 20) + "value == 10" + new string(')', 20);

        Assert.Equal(["ten"], await things.NamesAsync(new { expression }));
    }
}
