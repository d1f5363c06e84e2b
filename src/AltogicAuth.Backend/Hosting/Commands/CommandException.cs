namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary>A command was not done. The message is one line for an operator, and says what to do.</summary>
internal sealed class CommandException(string message) : Exception(message);
