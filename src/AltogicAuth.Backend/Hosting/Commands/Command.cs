namespace AltogicAuth.Backend.Hosting.Commands;

/// <param name="Name">With its hyphens, such as <c>--purge</c>.</param>
/// <param name="Value">What the argument after it is; null for a command without one.</param>
/// <param name="Summary">One line for the list of commands.</param>
/// <param name="Create">Creates what runs it.</param>
internal sealed record Command(string Name, string? Value, string Summary, Func<IServiceProvider, ICommand> Create)
{
    public static IReadOnlyList<Command> All { get; } =
    [
        Of<MigrateCommand>("--migrate", null, "make the migrations that are missing"),
        Of<CheckCommand>("--check", null, "check the parts of the backend, one line each"),
        Of<PurgeCommand>("--purge", null, "delete what has expired"),
        Of<DeleteOrphansCommand>(DeleteOrphansCommand.Name, null, "delete the contents that no file refers to"),
        Of<BackupCommand>("--backup", "FILE", "copy the SQLite database into a new file, also while it is used"),
        Of<ExportCommand>("--export", "FILE", "write all users into a new file, with the hashes of their passwords"),
        Of<ImportCommand>("--import", "FILE", "add the users of a file who do not exist yet"),
        Of<EndSessionsCommand>("--end-sessions", "ID", "end all sessions of a user"),
        Of<DeleteUserCommand>("--delete-user", "ID", "delete a user with all sessions, files and objects"),
    ];

    public string Usage => $"{Name} {Value}".TrimEnd();

    public static Command? Find(string argument) => All.FirstOrDefault(command => command.Name == argument);

    private static Command Of<T>(string name, string? value, string summary)
        where T : ICommand => new(name, value, summary, services => ActivatorUtilities.CreateInstance<T>(services));
}
