namespace Altogic;

/// <summary>A call that broke, as opposed to one that was refused.</summary>
public abstract class AltogicException(string message, Exception? inner = null) : Exception(message, inner);
