namespace AltogicAuth.Backend.Testing;

/// <summary>A fault to inject.</summary>
/// <param name="Endpoint">The end of a path, such as <c>auth/user</c>, or <c>*</c> for every call of the API.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Milliseconds">For the kind Latency.</param>
/// <param name="Status">For the kinds Status, Html and Empty.</param>
/// <param name="Code">For the kind Status: the code of its error.</param>
/// <param name="RetryAfter">Seconds to name in <c>Retry-After</c>.</param>
/// <param name="Times">How often; null means until cleared.</param>
public sealed record Fault(
    string Endpoint, FaultKind Kind, int Milliseconds = 0, int Status = 503, string Code = "injected", int? RetryAfter = null, int? Times = null);
