namespace AltogicAuth.Backend.Hosting;

/// <summary><c>--migrate</c>: brings the schema of the database up to date, and ends. A deployment runs it before new nodes start.</summary>
public static class MigrateCommand
{
    public const string Name = "--migrate";

    /// <summary>Runs the migrations that are missing, with the settings of the app.</summary>
    /// <exception cref="OptionsValidationException">A setting is wrong, or the database cannot be used.</exception>
    public static async Task RunAsync(IServiceProvider services)
    {
        services.GetRequiredService<IStartupValidator>().Validate();
        await services.GetRequiredService<DatabasePreparation>().RunAsync(migrate: true);
    }
}
