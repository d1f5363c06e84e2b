using System.Data;
using System.Data.Common;
using System.Text.Json.Nodes;
using Dapper;

namespace AltogicAuth.Backend.Data;

/// <summary>A value that must be unique is there already.</summary>
internal sealed class DuplicateKeyException(Exception inner) : Exception("A unique value exists already.", inner);

/// <summary>A row that the statement refers to is gone.</summary>
internal sealed class MissingReferenceException(Exception inner) : Exception("A row that is referred to does not exist.", inner);

/// <summary>
/// A connection to the database, with its transaction if there is one. Statements name parameters with <c>@</c>. Several statements
/// in one text, separated by semicolons, are sent together; the rows are those of the last one.
/// </summary>
internal sealed partial class DataConnection(DbConnection connection, Dialect dialect, ILogger logger, DbTransaction? transaction = null)
{
    private readonly List<Action> _afterCommit = [];

    public Dialect Dialect => dialect;

    /// <summary>Does something once the transaction is committed, and nothing where it fails.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    public void Committed() => _afterCommit.ForEach(action => action());

    /// <summary>Returns the number of rows that changed.</summary>
    /// <exception cref="DuplicateKeyException">The statement would break a unique constraint.</exception>
    /// <exception cref="MissingReferenceException">The statement would refer to a row that does not exist.</exception>
    public Task<int> ExecuteAsync(string sql, object? parameters = null) =>
        RunAsync(sql, () => connection.ExecuteAsync(sql, parameters, transaction));

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await RunAsync(sql, () => connection.QueryAsync<T>(sql, parameters, transaction))).AsList();

    /// <summary>The first row, or null.</summary>
    public Task<T?> FindAsync<T>(string sql, object? parameters = null) =>
        RunAsync(sql, () => connection.QueryFirstOrDefaultAsync<T>(sql, parameters, transaction));

    /// <summary>A parameter that is stored as JSON.</summary>
    public SqlMapper.ICustomQueryParameter Json(JsonNode json) => new JsonParameter(json.ToJsonString(), dialect);

    private async Task<T> RunAsync<T>(string sql, Func<Task<T>> statement)
    {
        Sends(sql);
        try
        {
            return await statement();
        }
        catch (DbException failure) when (dialect.IsDuplicateKey(failure))
        {
            throw new DuplicateKeyException(failure);
        }
        catch (DbException failure) when (dialect.IsMissingReference(failure))
        {
            throw new MissingReferenceException(failure);
        }
    }

    // Without parameters: they are secrets and personal data.
    [LoggerMessage(3010, LogLevel.Debug, "SQL: {Statement}")]
    private partial void Sends(string statement);

    private sealed class JsonParameter(string json, Dialect dialect) : SqlMapper.ICustomQueryParameter
    {
        public void AddParameter(IDbCommand command, string name)
        {
            var parameter = (DbParameter)command.CreateParameter();
            parameter.ParameterName = name;
            dialect.SetJson(parameter, json);
            command.Parameters.Add(parameter);
        }
    }
}
