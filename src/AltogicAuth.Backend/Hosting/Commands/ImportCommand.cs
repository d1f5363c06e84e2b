using System.Text;
using System.Text.Json;
using AltogicAuth.Backend.Accounts;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Hosting.Commands;

/// <summary>
/// Adds the users of a file, one JSON object a line, in batches of one transaction each. Users whose id exists are left as they are, so
/// that an import which was interrupted is run again.
/// </summary>
internal sealed class ImportCommand(DatabasePreparation preparation, BackendDatabase database, Users users) : ICommand
{
    private const int BatchSize = 1_000;

    private readonly Progress _read = new("read");
    private int _added;
    private int _existing;
    private int _rejected;

    public async Task RunAsync(string value)
    {
        // A mark of another encoding at its begin is respected.
        using var file = new StreamReader(value, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        await preparation.RunAsync();
        try
        {
            await ReadAsync(file);
        }
        catch (DecoderFallbackException)
        {
            throw new CommandException($"{value} has text that is not UTF-8. Write the file as UTF-8, and import it again.");
        }

        Console.WriteLine($"Imported users: {_added}. Existing users: {_existing}.");
        if (_rejected > 0)
        {
            throw new CommandException($"Lines not imported: {_rejected}. Correct them, and import the file again.");
        }
    }

    private async Task ReadAsync(StreamReader file)
    {
        var batch = new Dictionary<string, (int Line, ExportedUser User)>();
        for (var line = 1; await file.ReadLineAsync() is { } text; line++)
        {
            if (Parse(text, line) is { } user && !batch.TryAdd(user.Id, (line, user)))
            {
                _existing++;
            }

            if (batch.Count == BatchSize)
            {
                await AddAsync(batch);
            }
        }

        await AddAsync(batch);
    }

    private ExportedUser? Parse(string text, int line)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? null : ExportedUser.Parse(text);
        }
        catch (JsonException failure)
        {
            Reject(line, failure.Path is ['$', '.', .. var member] ? $"{member}: This is no member, or of another type." : "This is not JSON, or lacks a member. " + failure.Message);
        }
        catch (InvalidFieldException failure)
        {
            Reject(line, string.Join(' ', failure.Fields.Select(field => $"{field.Param}: {field.Message}")));
        }

        return null;
    }

    private async Task AddAsync(Dictionary<string, (int Line, ExportedUser User)> batch)
    {
        var result = await database.InTransactionAsync(c => UserTransfer.AddAsync(c, [.. batch.Values.Select(entry => entry.User)], users.Now));
        _added += result.Added;
        _existing += result.Existing;
        foreach (var id in result.Rejected)
        {
            Reject(batch[id].Line, $"user {id}: another user has the address, the phone number or a sign-in method.");
        }

        _read.Add(batch.Count);
        batch.Clear();
    }

    private void Reject(int line, string problem)
    {
        _rejected++;
        Console.Error.WriteLine($"line {line}: {problem.ReplaceLineEndings(" ")}");
    }
}
