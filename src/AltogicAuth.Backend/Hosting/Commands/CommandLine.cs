using System.Data.Common;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary>The arguments of the program: settings, and at most one command.</summary>
public sealed class CommandLine
{
    private const string Help = "--help";

    private readonly Command? _command;
    private readonly string _value;
    private readonly string? _problem;
    private readonly bool _isHelp;

    private CommandLine(string[] settings, Command? command, string value, string? problem, bool isHelp)
    {
        Settings = settings;
        _command = command;
        _value = value;
        _problem = problem;
        _isHelp = isHelp;
    }

    /// <summary>The arguments for the configuration. It would take the argument after a command for the value of a setting.</summary>
    public string[] Settings { get; }

    /// <summary>The command, such as <c>--purge</c>; null where the program is to serve.</summary>
    public string? CommandName => _command?.Name;

    public static CommandLine Parse(string[] args)
    {
        var commands = args.Select(Command.Find).OfType<Command>().ToList();
        var command = commands.FirstOrDefault();
        var at = Array.IndexOf(args, command?.Name);
        var value = command?.Value is not null && at + 1 < args.Length && !IsOption(args[at + 1]) ? args[at + 1] : null;
        var settings = command is null ? args : [.. args[..at], .. args[(value is null ? at + 1 : at + 2)..]];
        var problem = commands.Count > 1 ? $"{commands[0].Name} and {commands[1].Name} are two commands. Give one at a time."
            : command?.Value is not null && value is null ? $"{command.Name} needs a value: {command.Usage}."
            : FindUnknown(settings) is { } unknown ? $"{unknown} is neither a command nor a setting with a value."
            : null;
        return new CommandLine(settings, command, value ?? "", problem, args.Contains(Help));
    }

    /// <summary>Writes how the program is used, where the arguments ask for that or are wrong. Then the program ends.</summary>
    public bool TryShowUsage(out int exitCode)
    {
        exitCode = _isHelp ? 0 : 2;
        if (!_isHelp && _problem is null)
        {
            return false;
        }

        (_isHelp ? Console.Out : Console.Error).Write(_isHelp ? Usage() : $"{_problem} {Help} lists the commands.{Environment.NewLine}");
        return true;
    }

    /// <summary>Runs the command with the services of the app, and returns the exit code of the program.</summary>
    /// <exception cref="OptionsValidationException">A setting is wrong, or the database cannot be used.</exception>
    public async Task<int> RunAsync(IServiceProvider services)
    {
        services.GetRequiredService<IStartupValidator>().Validate();
        try
        {
            await _command!.Create(services).RunAsync(_value);
            return 0;
        }
        catch (Exception failure) when (failure is CommandException or DatabaseUnavailableException or DbException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(failure.Message.ReplaceLineEndings(" "));
            return 1;
        }
    }

    private static string Usage() =>
        $"""
        {AppDomain.CurrentDomain.FriendlyName} [COMMAND] [SETTINGS]

        Without a command the program serves. Settings are such as --Backend:DataDirectory=/var/lib/altogicauth, and those of the
        environment and of appsettings.json count too.

        {string.Join(Environment.NewLine, Command.All.Select(command => $"  {command.Usage,-20}{command.Summary}"))}
          {Help,-20}list the commands

        The exit code is 0 where all is done, 1 where it is not, and 2 where the arguments are wrong.

        """;

    /// <summary>An argument that the configuration would ignore, or take for a setting that cannot exist: no name of one has a hyphen.</summary>
    private static string? FindUnknown(string[] settings)
    {
        for (var at = 0; at < settings.Length; at++)
        {
            if (settings[at].Contains('='))
            {
                continue;
            }

            if (!IsOption(settings[at]) || settings[at].LastIndexOf('-') > 1 || at + 1 == settings.Length || IsOption(settings[at + 1]))
            {
                return settings[at];
            }

            at++;
        }

        return null;
    }

    private static bool IsOption(string argument) => argument.StartsWith("--", StringComparison.Ordinal);
}
