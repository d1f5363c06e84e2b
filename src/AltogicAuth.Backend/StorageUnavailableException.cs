namespace AltogicAuth.Backend;

/// <summary>Contents of files cannot be read or written. A later attempt may succeed without a restart.</summary>
internal sealed class StorageUnavailableException(string reason, Exception? inner = null) : Exception(reason, inner);
