using AltogicAuth.Backend.Data.Queries;

namespace AltogicAuth.Backend.Objects;

/// <summary>Models whose objects every signed-in user reads. Only the owner of an object changes it.</summary>
internal sealed class SharedModels(IOptions<BackendOptions> options)
{
    private readonly HashSet<string> _models = [.. BackendOptions.ListOf(options.Value.SharedModels)];

    public bool Contains(string model) => _models.Contains(model);

    /// <summary>The objects of a model that a user reads.</summary>
    public ObjectScope ReadableBy(string userId, string model) => new(model, Contains(model) ? null : userId);
}
