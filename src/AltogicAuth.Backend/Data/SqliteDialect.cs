using System.Data.Common;
using AltogicAuth.Backend.Data.Queries;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace AltogicAuth.Backend.Data;

internal sealed class SqliteDialect : Dialect
{
    public override DatabaseProvider Provider => DatabaseProvider.Sqlite;

    public override IJsonDialect Json { get; } = new SqliteJson();

    public override string CountTables => "select count(*) from sqlite_master where type = 'table' and name = @name";

    // A transaction is the only writer.
    public override string ForUpdate(string table) => "";

    public override string IsOneOf(string column, string select) => $"{column} in ({select})";

    public override string ForDelete(string table) => "";

    public override string SkipLocked => "";

    public override string Without(string column, string field) => $"json_remove({column}, '$.{field}')";

    public override string JsonItems(string parameter) => $"json_each({parameter})";

    public override string FindDamage => """
        select integrity_check from pragma_integrity_check where integrity_check <> 'ok'
        union all select 'A row of ' || "table" || ' refers to a row of ' || parent || ' that is missing.' from pragma_foreign_key_check
        """;

    // Not the usual kind of transaction: that one is the only writer.
    public override Task<DbTransaction> BeginSnapshotAsync(DbConnection connection) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    // Dapper makes a parameter of each value.
    public override string IsAnyOf(string column, string parameter) => $"{column} in {parameter}";

    public override void SetJson(DbParameter parameter, string json) => parameter.Value = json;

    public override bool IsDuplicateKey(DbException failure) =>
        failure is SqliteException { SqliteExtendedErrorCode: SQLITE_CONSTRAINT_UNIQUE or SQLITE_CONSTRAINT_PRIMARYKEY };

    public override bool IsMissingReference(DbException failure) => failure is SqliteException { SqliteExtendedErrorCode: SQLITE_CONSTRAINT_FOREIGNKEY };

    public override bool IsUnavailable(DbException failure) => failure is SqliteException
    {
        SqliteErrorCode: SQLITE_FULL or SQLITE_IOERR or SQLITE_CANTOPEN or SQLITE_READONLY or SQLITE_BUSY or SQLITE_LOCKED,
    };
}
