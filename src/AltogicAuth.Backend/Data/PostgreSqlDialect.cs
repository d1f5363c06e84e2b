using System.Data;
using System.Data.Common;
using AltogicAuth.Backend.Data.Queries;
using Npgsql;
using NpgsqlTypes;

namespace AltogicAuth.Backend.Data;

internal sealed class PostgreSqlDialect : Dialect
{
    public override DatabaseProvider Provider => DatabaseProvider.PostgreSql;

    public override IJsonDialect Json { get; } = new PostgreSqlJson();

    public override string CountTables => "select count(*) from pg_tables where schemaname = current_schema() and tablename = @name";

    // Not "for update": rows that refer to this one may still be inserted.
    public override string ForUpdate(string table) => $" for no key update of {table}";

    // With "in", the plan may join the few with all rows.
    public override string IsOneOf(string column, string select) => $"{column} = any(array({select}))";

    public override string ForDelete(string table) => $" for update of {table}";

    public override string SkipLocked => " for update skip locked";

    public override string Without(string column, string field) => $"{column} - '{field}'";

    public override string JsonItems(string parameter) => $"jsonb_array_elements({parameter}) items(value)";

    public override string? FindDamage => null;

    public override Task<DbTransaction> BeginSnapshotAsync(DbConnection connection) =>
        connection.BeginTransactionAsync(IsolationLevel.RepeatableRead).AsTask();

    public override string IsAnyOf(string column, string parameter) => $"{column} = any({parameter})";

    public override void SetJson(DbParameter parameter, string json)
    {
        parameter.Value = json;
        ((NpgsqlParameter)parameter).NpgsqlDbType = NpgsqlDbType.Jsonb;
    }

    public override bool IsDuplicateKey(DbException failure) => failure is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    public override bool IsMissingReference(DbException failure) => failure is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation };

    // Class 08 is the connection, 53 a full disk or too many connections, 57P a server that stops or starts. Without a state, the
    // server did not respond at all.
    public override bool IsUnavailable(DbException failure) => failure is not PostgresException { SqlState: var state } ||
        state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal) ||
        state.StartsWith("57P", StringComparison.Ordinal) || state == PostgresErrorCodes.ReadOnlySqlTransaction;

    // Without a state and with an inner exception of the stream: closed by the other side.
    public override bool IsBroken(DbException failure) => failure is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown } or NpgsqlException { InnerException: IOException };
}
