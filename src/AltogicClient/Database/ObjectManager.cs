using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Altogic.Wire;

namespace Altogic;

/// <summary>The objects of one model. A session is needed where the client key enforces one, and for <c>users</c>.</summary>
public sealed class ObjectManager<T> where T : class
{
    private readonly IDatabaseApi _api;
    private readonly ResponseMapper _responses;
    private readonly string _model;
    private readonly JsonTypeInfo<T> _type = AltogicJson.Of<T>();

    internal ObjectManager(IDatabaseApi api, ResponseMapper responses, string model)
    {
        _api = api;
        _responses = responses;
        _model = model;
        Query = new QueryBuilder<T>(api, responses, model);
    }

    /// <summary>
    /// All objects of the model, to be narrowed down: <c>Query.Filter(Filter.Equal("title", "Notes")).GetListAsync(session)</c>. It makes
    /// no request.
    /// </summary>
    /// <remarks>JavaScript: <c>db.model(name)</c>.</remarks>
    public QueryBuilder<T> Query { get; }

    /// <summary>Reads one object; null when there is none. <c>POST db/object/get</c>.</summary>
    /// <remarks>JavaScript: <c>db.model(name).object(id).get()</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<AltogicResult<T?>> GetAsync(SessionToken? session, string id, CancellationToken cancellationToken = default) =>
        _responses.MapValueOrNullAsync(_api.Get(session?.Value, Body(id, ReadOptions()), cancellationToken), _type);

    /// <summary>Creates an object. <c>POST db/object/create</c>.</summary>
    /// <remarks>JavaScript: <c>db.model(name).object().create(values)</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<T>> CreateAsync(SessionToken? session, JsonObject values)
    {
        var body = Body(null, ChangeOptions());
        body["values"] = values.DeepClone();
        return _responses.MapValueAsync(_api.Create(session?.Value, body), _type);
    }

    /// <summary>Sets the named fields and returns the whole object. <c>POST db/object/update</c>.</summary>
    /// <remarks>JavaScript: <c>db.model(name).object(id).update(values)</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<T>> UpdateAsync(SessionToken? session, string id, JsonObject values)
    {
        var body = Body(id, ChangeOptions());
        body["values"] = values.DeepClone();
        return _responses.MapValueAsync(_api.Update(session?.Value, body), _type);
    }

    /// <summary>Changes fields in place and returns the whole object. <c>POST db/object/update-fields</c>.</summary>
    /// <remarks>JavaScript: <c>db.model(name).object(id).updateFields(updates)</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult<T>> UpdateFieldsAsync(SessionToken? session, string id, params FieldUpdate[] updates)
    {
        var body = Body(id, ChangeOptions());
        body["updates"] = new JsonArray([.. updates.Select(update => update.ToJson())]);
        return _responses.MapValueAsync(_api.UpdateFields(session?.Value, body), _type);
    }

    /// <summary>Deletes an object. <c>POST db/object/delete</c>.</summary>
    /// <remarks>JavaScript: <c>db.model(name).object(id).delete()</c>.</remarks>
    /// <exception cref="AltogicSessionException">The session is over.</exception>
    /// <exception cref="AltogicUnavailableException">Altogic could not be reached or understood.</exception>
    public Task<AltogicResult> DeleteAsync(SessionToken? session, string id) =>
        _responses.MapAsync(_api.Delete(
            session?.Value, Body(id, new JsonObject { ["removeFromCache"] = true, ["returnTop"] = false })));

    private JsonObject Body(string? id, JsonObject options)
    {
        var body = new JsonObject { ["options"] = options, ["model"] = _model };
        if (id is not null)
        {
            body["id"] = id;
        }

        return body;
    }

    private static JsonObject ReadOptions() => new() { ["cache"] = "nocache" };

    private static JsonObject ChangeOptions() => new() { ["cache"] = "nocache", ["returnTop"] = false };
}
