using AltogicAuth.Backend.Data;
using Microsoft.Data.Sqlite;

namespace AltogicAuth.Backend.Tests;

public sealed class SqliteWriterTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("altogic-writer-");
    private readonly SqliteWriter _writer;

    public SqliteWriterTests() =>
        _writer = new SqliteWriter(SqliteFactory.Instance.CreateDataSource($"Data Source={Path.Combine(_directory.FullName, "test.db")};Pooling=false"));

    public void Dispose()
    {
        _writer.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Connection_is_closed_only_after_the_write_that_is_under_way()
    {
        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        var write = _writer.UseAsync(
            async connection =>
            {
                var open = await connection;
                entered.SetResult();
                await leave.Task;
                return open.State;
            },
            TestContext.Current.CancellationToken);
        await entered.Task;

        var closing = new Thread(_writer.Dispose);
        closing.Start();
        SpinWait.SpinUntil(() => closing.ThreadState is ThreadState.WaitSleepJoin or ThreadState.Stopped);
        leave.SetResult();
        var state = await write;
        closing.Join();

        Assert.Equal(System.Data.ConnectionState.Open, state);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ExecuteAsync("select 1"));
    }

    [Fact]
    public async Task Write_after_a_failed_one_uses_a_new_connection()
    {
        await ExecuteAsync("create temporary table of_this_connection (id integer)");

        await Assert.ThrowsAsync<SqliteException>(() => ExecuteAsync("no statement"));

        await Assert.ThrowsAsync<SqliteException>(() => ExecuteAsync("select * from of_this_connection"));
        Assert.Equal(0, await ExecuteAsync("create table notes (id integer)"));
    }

    private Task<int> ExecuteAsync(string sql) => _writer.UseAsync(
        async connection =>
        {
            await using var command = (await connection).CreateCommand();
            command.CommandText = sql;
            return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        },
        TestContext.Current.CancellationToken);
}
