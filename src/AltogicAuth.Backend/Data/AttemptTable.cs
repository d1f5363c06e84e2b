using Dapper;

namespace AltogicAuth.Backend.Data;

/// <summary>Counts of attempts by key, in PostgreSQL only. Times are milliseconds since 1970.</summary>
internal static class AttemptTable
{
    /// <summary>
    /// Counts an attempt for each key in turn, up to the first whose limit is reached, and returns how many were counted. One
    /// statement: concurrent attempts on any node count once each.
    /// </summary>
    public static Task<long> AddAsync(DataConnection connection, IReadOnlyList<AttemptLimit> limits, long now)
    {
        var parameters = new DynamicParameters();
        parameters.Add("now", now);
        for (var i = 0; i < limits.Count; i++)
        {
            parameters.Add($"key{i}", limits[i].Key);
            parameters.Add($"limit{i}", limits[i].Limit);
            parameters.Add($"end{i}", now + (long)limits[i].Window.TotalMilliseconds);
        }

        var numbers = Enumerable.Range(0, limits.Count).ToList();
        return connection.FindAsync<long>(
            $"""
            with {string.Join(", ", numbers.Select(Counted))}
            select {string.Join(" + ", numbers.Select(i => $"(select count(*) from counted{i})"))}
            """,
            parameters);
    }

    public static Task<long> EndOfWindowAsync(DataConnection connection, string key) =>
        connection.FindAsync<long>("select ends_at from attempts where key = @key", new { key });

    /// <summary>Deletes some of the windows that ended before a time, and returns how many.</summary>
    public static Task<int> PurgeAsync(DataConnection connection, long endedUntil, int count) => connection.ExecuteAsync(
        $"delete from attempts where {connection.Dialect.IsOneOf("key", "select key from attempts where ends_at <= @endedUntil order by ends_at limit @count")}",
        new { endedUntil, count });

    private static string Counted(int i) => $"""
        counted{i} as (
            insert into attempts as a (key, ends_at, count) select @key{i}, @end{i}, 1 {(i == 0 ? "" : $"where exists (select 1 from counted{i - 1})")}
            on conflict (key) do update set
                ends_at = case when a.ends_at <= @now then @end{i} else a.ends_at end,
                count = case when a.ends_at <= @now then 1 else a.count + 1 end
            where a.ends_at <= @now or a.count < @limit{i}
            returning 1)
        """;
}

/// <summary>How many attempts a key has in one window. The first word of the key is the kind of limit.</summary>
internal sealed record AttemptLimit(string Key, int Limit, TimeSpan Window)
{
    public string Kind => Key.Split(' ')[0];
}

/// <summary>A limit that has no attempts left, and the time until its window ends.</summary>
internal sealed record ExceededLimit(AttemptLimit Limit, TimeSpan RetryAfter);
