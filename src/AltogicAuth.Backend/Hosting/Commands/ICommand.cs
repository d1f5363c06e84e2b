namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary>What the program does instead of serving. It has the app's settings and services, and the app is not started.</summary>
internal interface ICommand
{
    /// <param name="value">The argument after the command; empty for a command without one.</param>
    /// <exception cref="CommandException">It was not done.</exception>
    Task RunAsync(string value);
}
