namespace AltogicAuth.Backend.Data;

/// <summary>The database cannot be reached, or its disk is full. A later attempt may succeed without a restart.</summary>
internal sealed class DatabaseUnavailableException(Exception inner) : Exception($"The database is not available. {inner.Message}", inner);
