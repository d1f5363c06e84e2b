using AltogicAuth.Backend.Accounts;

namespace AltogicAuth.Backend.Hosting.Commands;

internal sealed class DeleteUserCommand(DatabasePreparation preparation, Users users) : ICommand
{
    public async Task RunAsync(string value)
    {
        await preparation.RunAsync();
        if (!await users.DeleteAsync(value))
        {
            throw new CommandException($"There is no user with the id {value}. The column id of the table users has the ids.");
        }
    }
}
