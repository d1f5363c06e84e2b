namespace AltogicAuth.Backend.Data.Queries;

/// <summary>JSON is text. Numbers are 64-bit integers or doubles.</summary>
internal sealed class SqliteJson : IJsonDialect
{
    public string Json(string parameter) => parameter;

    public string PathOf(FieldPath field) => $"$.{string.Join('.', field.Names.Select(name => $"\"{name}\""))}";

    // The driver would send a decimal as text.
    public object NumberOf(decimal value) =>
        value == decimal.Truncate(value) && value is >= long.MinValue and <= long.MaxValue ? (long)value : (double)value;

    public string Text(string path) => $"case json_type(fields, {path}) when 'text' then json_extract(fields, {path}) end";

    public string Number(string path) => $"case when json_type(fields, {path}) in ('integer', 'real') then json_extract(fields, {path}) end";

    public string Boolean(string path) => $"case json_type(fields, {path}) when 'true' then true when 'false' then false end";

    public string IsMissing(string path) => $"coalesce(json_type(fields, {path}), 'null') = 'null'";

    public string TypeRank(string path) =>
        $"case json_type(fields, {path}) when 'integer' then 1 when 'real' then 1 when 'text' then 2 when 'object' then 3 when 'array' then 4 " +
        "when 'false' then 5 when 'true' then 6 else 0 end";
}
