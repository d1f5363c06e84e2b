namespace AltogicAuth.Backend.Faults;

/// <summary>One thing that goes wrong.</summary>
/// <param name="Endpoint">The end of a path, such as <c>auth/user</c>, or <c>*</c> for every call of the API.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Milliseconds">For latency.</param>
/// <param name="Status">For status, HTML and empty answers.</param>
/// <param name="Code">For status: the code of its error.</param>
/// <param name="RetryAfter">Seconds to name in <c>Retry-After</c>.</param>
/// <param name="Times">How often; null until cleared.</param>
public sealed record Fault(
    string Endpoint, FaultKind Kind, int Milliseconds = 0, int Status = 503, string Code = "injected", int? RetryAfter = null, int? Times = null);
