namespace AltogicAuth.Backend.Data;

/// <summary>The program cannot work on this database. The message is one line for an operator, and names the setting or the command.</summary>
internal sealed class SchemaException(string message) : Exception(message);
