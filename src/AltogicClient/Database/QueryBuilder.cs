using System.Text.Json.Nodes;
using Altogic.Wire;

namespace Altogic;

/// <summary>
/// A query of the objects of one model. Every modifier returns a new query and makes no request, so a query may be kept and reused.
/// </summary>
public sealed class QueryBuilder<T> where T : class
{
    private readonly IDatabaseApi _api;
    private readonly ResponseMapper _responses;
    private readonly string _model;
    private readonly JsonObject _query;

    internal QueryBuilder(IDatabaseApi api, ResponseMapper responses, string model, JsonObject? query = null)
    {
        _api = api;
        _responses = responses;
        _model = model;
        _query = query ?? new JsonObject
        {
            ["expression"] = null,
            ["lookups"] = null,
            ["page"] = null,
            ["limit"] = null,
            ["sort"] = null,
            ["omit"] = null,
            ["group"] = null,
        };
    }

    /// <summary>Only objects that match. It replaces an earlier filter. Create ignores it.</summary>
    /// <remarks>JavaScript: <c>filter(expression)</c>.</remarks>
    public QueryBuilder<T> Filter(Filter filter) => With("expression", filter.ToString());

    /// <summary>Sorts a list, after the fields by which it is sorted already. <c>createdAt</c> and <c>author.name</c> are fields.</summary>
    /// <remarks>JavaScript: <c>sort(field, 'asc' | 'desc')</c>.</remarks>
    /// <exception cref="ArgumentException"><paramref name="field"/> is not the name of a field.</exception>
    public QueryBuilder<T> Sort(string field, SortDirection direction = SortDirection.Ascending) => WithMore("sort", new JsonObject
    {
        ["field"] = Altogic.Filter.Checked(field),
        ["direction"] = direction == SortDirection.Descending ? "desc" : "asc",
    });

    /// <summary>Which page of a list, from 1.</summary>
    /// <remarks>JavaScript: <c>page(number)</c>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public QueryBuilder<T> Page(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        return With("page", number);
    }

    /// <summary>How many objects a page of a list has at most.</summary>
    /// <remarks>JavaScript: <c>limit(count)</c>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The count is less than 1.</exception>
    public QueryBuilder<T> Limit(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return With("limit", count);
    }

    /// <summary>Leaves fields out of the objects that are returned.</summary>
    /// <remarks>JavaScript: <c>omit(...fields)</c>.</remarks>
    /// <exception cref="ArgumentException">One is not the name of a field.</exception>
    public QueryBuilder<T> Omit(params string[] fields) => WithMore("omit", [.. fields.Select(field => (JsonNode)Altogic.Filter.Checked(field))]);

    /// <summary>Replaces the id in a field by the object that has it.</summary>
    /// <remarks>JavaScript: <c>lookup({ field })</c>.</remarks>
    /// <exception cref="ArgumentException"><paramref name="field"/> is not the name of a field.</exception>
    public QueryBuilder<T> Lookup(string field) => WithMore("lookups", new JsonObject { ["field"] = Altogic.Filter.Checked(field) });

    /// <summary>Adds the object of another model that an expression finds.</summary>
    /// <param name="name">The field that gets the object.</param>
    /// <param name="model">The other model.</param>
    /// <param name="expression">In Altogic's expression language, such as <c>this.author == lookup._id</c>. Never put a visitor's text into it.</param>
    /// <remarks>JavaScript: <c>lookup({ name, modelName, query })</c>.</remarks>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not the name of a field.</exception>
    public QueryBuilder<T> Lookup(string name, string model, string expression) =>
        WithMore("lookups", new JsonObject { ["name"] = Altogic.Filter.Checked(name), ["modelName"] = model, ["query"] = expression });

    /// <summary>Reads a page of the objects that match; without <see cref="Page"/> the first one. <c>POST db/get-list</c>.</summary>
    /// <remarks>JavaScript: <c>get()</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<AltogicResult<IReadOnlyList<T>>> GetListAsync(SessionToken? session, CancellationToken cancellationToken = default) =>
        _responses.MapListAsync(_api.GetList(session?.Value, ListBody(returnCountInfo: false), cancellationToken), AltogicJson.Of<T[]>());

    /// <summary>Reads a page of the objects that match, and counts all of them. <c>POST db/get-list</c>.</summary>
    /// <remarks>JavaScript: <c>get(true)</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<AltogicResult<ObjectPage<T>>> GetPageAsync(SessionToken? session, CancellationToken cancellationToken = default) =>
        _responses.MapPageAsync(_api.GetList(session?.Value, ListBody(returnCountInfo: true), cancellationToken), AltogicJson.Of<ObjectPage<T>>());

    /// <summary>Reads the first object that matches; null when there is none. <c>POST db/get-single</c>.</summary>
    /// <remarks>JavaScript: <c>getSingle()</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<AltogicResult<T?>> GetSingleAsync(SessionToken? session, CancellationToken cancellationToken = default) =>
        _responses.MapValueOrNullAsync(_api.GetSingle(session?.Value, Body(), cancellationToken), AltogicJson.Of<T>());

    /// <summary>Creates objects, all or none, and returns them in the same order. <c>POST db/create</c>.</summary>
    /// <remarks>JavaScript: <c>create(values)</c> with a list.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<IReadOnlyList<T>>> CreateAsync(SessionToken? session, params JsonObject[] values) => _responses.MapListAsync(
        _api.CreateMany(session?.Value, Body("values", new JsonArray([.. values.Select(value => value.DeepClone())]))), AltogicJson.Of<T[]>());

    /// <summary>Sets the named fields of all objects that match, whatever page is set. <c>POST db/update</c>.</summary>
    /// <remarks>JavaScript: <c>update(values)</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<UpdateInfo>> UpdateAsync(SessionToken? session, JsonObject values) => _responses.MapValueAsync(
        _api.UpdateMany(session?.Value, Body("values", values.DeepClone())), AltogicJson.Default.UpdateInfo);

    /// <summary>Changes fields of all objects that match in place, whatever page is set. <c>POST db/update-fields</c>.</summary>
    /// <remarks>JavaScript: <c>updateFields(updates)</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<UpdateInfo>> UpdateFieldsAsync(SessionToken? session, params FieldUpdate[] updates) => _responses.MapValueAsync(
        _api.UpdateFieldsOfMany(session?.Value, Body("updates", new JsonArray([.. updates.Select(update => update.ToJson())]))),
        AltogicJson.Default.UpdateInfo);

    /// <summary>Deletes all objects that match, whatever page is set; without a filter all of the model. <c>POST db/delete</c>.</summary>
    /// <remarks>JavaScript: <c>delete()</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<DeleteInfo>> DeleteAsync(SessionToken? session) =>
        _responses.MapValueAsync(_api.DeleteMany(session?.Value, Body()), AltogicJson.Default.DeleteInfo);

    private QueryBuilder<T> With(string modifier, JsonNode value)
    {
        var query = _query.DeepClone().AsObject();
        query[modifier] = value;
        return new QueryBuilder<T>(_api, _responses, _model, query);
    }

    private QueryBuilder<T> WithMore(string modifier, params JsonNode[] values) =>
        With(modifier, new JsonArray([.. _query[modifier]?.AsArray().Select(value => value!.DeepClone()) ?? [], .. values]));

    private JsonObject Body() => new() { ["query"] = _query.DeepClone(), ["model"] = _model };

    // The members come in the order of the JavaScript client.
    private JsonObject Body(string name, JsonNode value) => new() { [name] = value, ["query"] = _query.DeepClone(), ["model"] = _model };

    private JsonObject ListBody(bool returnCountInfo) => new() { ["query"] = _query.DeepClone(), ["returnCountInfo"] = returnCountInfo, ["model"] = _model };
}
