using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace AltogicAuth.Backend.Data;

/// <summary>A value that must be unique is there already.</summary>
internal sealed class DuplicateKeyException(Exception inner) : Exception("A unique value exists already.", inner);

/// <summary>A connection to the database, with its transaction if there is one. Statements name parameters with <c>@</c>.</summary>
internal sealed class DataConnection(DbConnection connection, DbTransaction? transaction = null)
{
    /// <summary>Returns the number of rows that changed.</summary>
    /// <exception cref="DuplicateKeyException">The statement would break a unique constraint.</exception>
    public async Task<int> ExecuteAsync(string sql, object? parameters = null)
    {
        try
        {
            return await connection.ExecuteAsync(sql, parameters, transaction);
        }
        catch (SqliteException failure) when (failure.SqliteExtendedErrorCode is SQLITE_CONSTRAINT_UNIQUE or SQLITE_CONSTRAINT_PRIMARYKEY)
        {
            throw new DuplicateKeyException(failure);
        }
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await connection.QueryAsync<T>(sql, parameters, transaction)).AsList();

    /// <summary>The first row, or null.</summary>
    public Task<T?> FindAsync<T>(string sql, object? parameters = null) => connection.QueryFirstOrDefaultAsync<T>(sql, parameters, transaction);
}
