using System.Text.Json.Nodes;
using Altogic.Wire;

namespace Altogic;

/// <summary>Users and other objects.</summary>
public sealed class DatabaseManager
{
    private readonly IDatabaseApi _api;
    private readonly ResponseMapper _responses;

    internal DatabaseManager(IDatabaseApi api, ResponseMapper responses)
    {
        _api = api;
        _responses = responses;
        Users = new ObjectManager<AltogicUser>(api, responses, "users");
    }

    /// <summary>The model <c>users</c>, typed.</summary>
    public ObjectManager<AltogicUser> Users { get; }

    /// <summary>Any model, by its name; sub-models have dotted names such as <c>users.addr</c>.</summary>
    /// <remarks>JavaScript: <c>db.model</c>.</remarks>
    public ObjectManager<JsonObject> Model(string name) => new(_api, _responses, name);
}
