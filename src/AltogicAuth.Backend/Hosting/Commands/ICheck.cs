namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary>One line of <c>--check</c>.</summary>
internal interface ICheck
{
    string Name { get; }

    /// <summary>What is wrong, and what to do about it; null where all is well. An exception is a problem too.</summary>
    Task<string?> FindProblemAsync();
}
