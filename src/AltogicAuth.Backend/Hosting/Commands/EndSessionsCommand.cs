using AltogicAuth.Backend.Accounts;

namespace AltogicAuth.Backend.Hosting.Commands;

internal sealed class EndSessionsCommand(DatabasePreparation preparation, Users users, Sessions sessions) : ICommand
{
    private static readonly ClientInfo ByOperator = new(Address: null, IsNamed: false, UserAgent: null, AcceptLanguage: null);

    public async Task RunAsync(string value)
    {
        await preparation.RunAsync();
        if (await users.FindAsync(value) is null)
        {
            throw new CommandException($"There is no user with the id {value}. The column id of the table users has the ids.");
        }

        await sessions.EndAllAsync(value, ByOperator);
    }
}
