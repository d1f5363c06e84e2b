using System.Data.Common;
using AltogicAuth.Backend.Data.Queries;

namespace AltogicAuth.Backend.Data;

/// <summary>What differs between SQLite and PostgreSQL, apart from the migrations.</summary>
internal abstract class Dialect
{
    public abstract DatabaseProvider Provider { get; }

    /// <summary>Conditions on the fields of JSON.</summary>
    public abstract IJsonDialect Json { get; }

    /// <summary>Counts the tables of the name <c>@name</c>.</summary>
    public abstract string CountTables { get; }

    /// <summary>Ends a select whose row the same transaction changes, so that no other transaction changes it in between.</summary>
    public abstract string ForUpdate(string table);

    /// <summary>The same for a row that is deleted: no other transaction refers to it meanwhile.</summary>
    public abstract string ForDelete(string table);

    /// <summary>The same for a select that passes over rows which other transactions change.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>The condition that a column has one of the few values that a select returns, which are found by the column's index.</summary>
    public abstract string IsOneOf(string column, string select);

    /// <summary>The condition that a column has one of the values of a parameter, which is an array.</summary>
    public abstract string IsAnyOf(string column, string parameter);

    /// <summary>A column of JSON without one of its fields.</summary>
    public abstract string Without(string column, string field);

    /// <summary>The items of a parameter that is a JSON array, in the column <c>value</c>.</summary>
    public abstract string JsonItems(string parameter);

    /// <summary>A select of what is damaged, as one text; null where the server takes care of that.</summary>
    public abstract string? FindDamage { get; }

    /// <summary>Begins a transaction whose selects all see the data of one moment, and which blocks no writer.</summary>
    public abstract Task<DbTransaction> BeginSnapshotAsync(DbConnection connection);

    /// <summary>The parameter of a statement that is JSON.</summary>
    public abstract void SetJson(DbParameter parameter, string json);

    public abstract bool IsDuplicateKey(DbException failure);

    public abstract bool IsMissingReference(DbException failure);

    /// <summary>Whether the database cannot be reached or cannot write, which a later attempt may find mended.</summary>
    public abstract bool IsUnavailable(DbException failure);

    /// <summary>Whether the connection broke, so that another one may work.</summary>
    public virtual bool IsBroken(DbException failure) => false;
}
