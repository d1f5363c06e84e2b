namespace AltogicAuth.Backend.Faults;

public enum FaultKind
{
    /// <summary>Waits, then answers as usual.</summary>
    Latency,

    /// <summary>Answers with a status and an error body.</summary>
    Status,

    /// <summary>Answers, and breaks off in the middle.</summary>
    Cut,

    /// <summary>Answers 200 with JSON that is none.</summary>
    Malformed,

    /// <summary>Answers 200 with JSON of another shape.</summary>
    WrongShape,

    /// <summary>Answers with the page of a gateway.</summary>
    Html,

    /// <summary>Answers with a status and no body.</summary>
    Empty,

    /// <summary>Drops the connection.</summary>
    Drop,

    /// <summary>Answers with more than anybody wants to read.</summary>
    Oversized,

    /// <summary>Answers with JSON nested very deep.</summary>
    Deep,

    /// <summary>Answers 302 to somewhere else.</summary>
    Redirect,
}
