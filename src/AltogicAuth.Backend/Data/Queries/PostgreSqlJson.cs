namespace AltogicAuth.Backend.Data.Queries;

/// <summary>The column is <c>jsonb</c>. A cast is the branch of a <c>case</c>, so that it sees only values of its type.</summary>
internal sealed class PostgreSqlJson : IJsonDialect
{
    public string Json(string parameter) => $"cast({parameter} as jsonb)";

    public string PathOf(FieldPath field) => field.ToString();

    public object NumberOf(decimal value) => value;

    public string Text(string path) => $"(case {TypeOf(path)} when 'string' then {ValueOf(path)} end) collate \"C\"";

    public string Number(string path) => $"case {TypeOf(path)} when 'number' then cast({ValueOf(path)} as numeric) end";

    public string Boolean(string path) => $"case {TypeOf(path)} when 'boolean' then cast({ValueOf(path)} as boolean) end";

    public string IsMissing(string path) => $"coalesce({TypeOf(path)}, 'null') = 'null'";

    public string TypeRank(string path) =>
        $"case {TypeOf(path)} when 'number' then 1 when 'string' then 2 when 'object' then 3 when 'array' then 4 " +
        $"when 'boolean' then case {ValueOf(path)} when 'false' then 5 else 6 end else 0 end";

    private static string TypeOf(string path) => $"jsonb_typeof(fields #> {Names(path)})";

    private static string ValueOf(string path) => $"fields #>> {Names(path)}";

    // Names have no dots.
    private static string Names(string path) => $"string_to_array({path}, '.')";
}
