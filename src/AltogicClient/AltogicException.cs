namespace Altogic;

/// <summary>A call that failed, as opposed to one that Altogic rejected.</summary>
public abstract class AltogicException(string message, Exception? inner = null) : Exception(message, inner);
