using System.Data.Common;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary>Runs every check. One that fails does not keep the others from running.</summary>
internal sealed class CheckCommand(IEnumerable<ICheck> checks) : ICommand
{
    public async Task RunAsync(string value)
    {
        var failed = 0;
        foreach (var check in checks)
        {
            var problem = await FindProblemAsync(check);
            Console.WriteLine(problem is null ? $"ok      {check.Name}" : $"failed  {check.Name}: {problem.ReplaceLineEndings(" ")}");
            failed += problem is null ? 0 : 1;
        }

        if (failed > 0)
        {
            throw new CommandException($"Failed checks: {failed}. Their lines say what is wrong.");
        }
    }

    private static async Task<string?> FindProblemAsync(ICheck check)
    {
        try
        {
            return await check.FindProblemAsync();
        }
        catch (Exception failure) when (failure is OptionsValidationException or DatabaseUnavailableException or DbException or IOException)
        {
            return failure.Message;
        }
    }
}
