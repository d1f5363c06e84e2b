namespace AltogicAuth.Backend.Testing;

public enum FaultKind
{
    /// <summary>Waits, then responds as usual.</summary>
    Latency,

    /// <summary>Responds with a status and an error body.</summary>
    Status,

    /// <summary>Breaks off in the middle of a response.</summary>
    Cut,

    /// <summary>Responds 200 with malformed JSON.</summary>
    Malformed,

    /// <summary>Responds 200 with JSON of another shape.</summary>
    WrongShape,

    /// <summary>Responds with the page of a gateway.</summary>
    Html,

    /// <summary>Responds with a status and no body.</summary>
    Empty,

    /// <summary>Drops the connection.</summary>
    Drop,

    /// <summary>Responds with more than a client should read.</summary>
    Oversized,

    /// <summary>Responds with JSON nested very deep.</summary>
    Deep,

    /// <summary>Responds 302 to another host.</summary>
    Redirect,
}
