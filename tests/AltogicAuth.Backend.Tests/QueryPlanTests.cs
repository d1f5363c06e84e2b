using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AltogicAuth.Backend.Hosting;
using AltogicAuth.Backend.Tests.Mails;
using AltogicAuth.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AltogicAuth.Backend.Tests;

/// <summary>
/// Every statement that the backend sends finds its rows by an index, in each table that grows with users. The statements are those
/// of the log, after a call of every endpoint.
/// </summary>
public sealed partial class QueryPlanTests
{
    private const string LogPrefix = "SQL: ";

    // One row, at most a thousand mails, and what a plan of SQLite calls a row without a table.
    private static readonly HashSet<string> Bounded = ["environment", "mails", "CONSTANT", "candidate"];

    private const string Fill = """
        insert into users (id, email, email_verified, phone, phone_verified, sign_up_at, last_login_at, fields)
        with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000)
        select 'user' || i, 'user' || i || '@example.test', i % 2 = 0, case when i % 10 = 0 then '+90532' || (1000000 + i) end, false, i, i, '{}' from n;
        insert into sign_in_methods (user_id, kind, identifier, secret, is_held) select id, 'password', id, 'hash', false from users where email like 'user%';
        insert into sessions (token_hash, token, user_id, created_at, user_agent, last_used_at)
        select RANDOM, RANDOM, id, sign_up_at, '{}', sign_up_at from users where email like 'user%';
        insert into links (hash, user_id, action, expires_at) select id, id, 'magic-link', sign_up_at from users where email like 'user%';
        insert into outbox (message_id, link_id, recipient, action, content, created_at, due_at)
        select hash, id, hash, action, RANDOM, expires_at, 9000000000000 + id from links where action = 'magic-link';
        insert into codes (phone, user_id, action, hash, expires_at) select id, id, 'signin-code', RANDOM, sign_up_at from users where email like 'user%';
        insert into wrong_codes (phone, started_at, count) select id, sign_up_at, 1 from users where email like 'user%';
        insert into audit (user_id, kind, happened_at, browser, system) select id, 'sign-in', sign_up_at, 'Other', 'Other' from users where email like 'user%';
        insert into buckets (id, name, is_public, user_id, fields) select id, id, true, id, '{}' from users where email like 'user%';
        insert into files (id, bucket_id, name, user_id, is_public, content_id, size, fields) select id, id, id, id, true, id, 32, '{"size":32}' from users where email like 'user%';
        insert into file_chunks (content_id, number, bytes) select id, 0, RANDOM from users where email like 'user%';
        insert into unused_contents (id, delete_at) select 'unused' || id, 9999999999999 from users where email like 'user%';
        insert into objects (model, id, user_id, fields) select 'model' || (sign_up_at % 30), id, id, '{}' from users where email like 'user%';
        """;

    // New statistics between two statements could change a plan.
    private const string FillOfPostgreSql = """
        insert into attempts (key, ends_at, count) select id, sign_up_at, 1 from users where email like 'user%';
        do $$
        declare name text;
        begin
            for name in select tablename from pg_tables where schemaname = current_schema() loop
                execute format('alter table %I set (autovacuum_enabled = off)', name);
            end loop;
        end $$
        """;

    [Fact]
    public async Task No_statement_reads_all_rows_of_a_growing_table()
    {
        var data = Directory.CreateTempSubdirectory("altogic-backend-plans-");
        try
        {
            // The first start creates the tables, and applies the maximum of sessions to all of them once.
            await using (await BackendHost.StartAsync(data))
            {
                TestDatabase.Query(data.FullName, Fill.Replace("RANDOM", TestDatabase.RandomBytes));
                TestDatabase.Query(data.FullName, TestDatabase.IsPostgreSql ? FillOfPostgreSql : "select 1");
                TestDatabase.Query(data.FullName, "analyze");
            }

            await using var server = await MailServer.StartAsync();
            await using var backend = await BackendHost.StartAsync(
                data, wire: LogStatements, settings: [("RateLimits:Enabled", "true"), ("SharedModels", "posts"), .. server.Settings]);
            await new EveryCall(backend).RunAsync();
            await backend.Services.GetServices<IHostedService>().OfType<PurgeWorker>().Single().PurgeAsync(TestContext.Current.CancellationToken);
            var statements = Statements(backend)
                .SelectMany(text => text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                .Concat(LookUpsOfReferences(data))
                .Distinct().ToList();

            Assert.True(statements.Count > 50, $"Only {statements.Count} statements were logged.");
            var scans = statements.SelectMany(statement => Scans(data, statement).Select(scan => $"{scan}: {statement}")).ToList();
            Assert.True(scans.Count == 0, string.Join('\n', scans));
        }
        finally
        {
            TestDatabase.Delete(data.FullName);
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Sign_in_sends_at_most_three_texts_to_the_database()
    {
        await using var backend = await BackendHost.StartAsync(wire: LogStatements, settings: [("RateLimits:Enabled", "true")]);
        var (ann, email, _, _) = await backend.NewUserAsync();
        await backend.Services.GetServices<IHostedService>().OfType<PurgeWorker>().Single().StopAsync(TestContext.Current.CancellationToken);
        var before = Statements(backend).Count;

        Assert.Equal(200, (await ann.PostAsync("auth/signin-email", new { email, password = "secret phrase" })).Status);

        Assert.InRange(Statements(backend).Count - before, 2, 3);
    }

    private static void LogStatements(IServiceCollection services) =>
        services.AddLogging(logging => logging.AddFilter("AltogicAuth.Backend.Data", LogLevel.Debug));

    private static List<string> Statements(BackendHost backend) =>
        [.. backend.Log.Lines.Where(line => line.Text.StartsWith(LogPrefix, StringComparison.Ordinal)).Select(line => line.Text[LogPrefix.Length..])];

    /// <summary>What the database itself does when a row is deleted that others refer to.</summary>
    private static IEnumerable<string> LookUpsOfReferences(DirectoryInfo data) => TestDatabase.Query(data.FullName, TestDatabase.IsPostgreSql
        ? """
          select cast(c.conrelid as regclass)::text, a.attname::text from pg_constraint c
          join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1] where c.contype = 'f'
          """
        : "select t.name, k.\"from\" from sqlite_master t join pragma_foreign_key_list(t.name) k where t.type = 'table'")
        .Select(reference => $"select 1 from {reference[0]} where {reference[1]} = @id");

    private static IEnumerable<string> Scans(DirectoryInfo data, string statement) =>
        TestDatabase.IsPostgreSql ? ScansOfPostgreSql(data, statement) : ScansOfSqlite(data, statement);

    private static IEnumerable<string> ScansOfSqlite(DirectoryInfo data, string statement) =>
        TestDatabase.Query(data.FullName, $"explain query plan {Parameter().Replace(statement, "'any'")}")
            .Select(row => (string)row[^1])
            .Where(step => step.StartsWith("SCAN ", StringComparison.Ordinal) && !Bounded.Contains(step.Split(' ')[1]));

    /// <summary>Sequential scans are what is left where no index fits, and an index without a condition is read as a whole.</summary>
    private static IEnumerable<string> ScansOfPostgreSql(DirectoryInfo data, string statement)
    {
        List<string> names = [];
        var prepared = Parameter().Replace(statement, parameter =>
        {
            if (!names.Contains(parameter.Value))
            {
                names.Add(parameter.Value);
            }

            return $"${names.IndexOf(parameter.Value) + 1}";
        });
        var values = names.Count == 0 ? "" : $"({string.Join(", ", names.Select(_ => "null"))})";
        var plan = JsonNode.Parse((string)TestDatabase.Query(data.FullName, $"""
            set enable_seqscan = off;
            set plan_cache_mode = force_generic_plan;
            prepare statement as {prepared};
            explain (format json) execute statement{values}
            """)[0][0])!;
        return Steps(plan[0]!["Plan"]!)
            .Where(step => (string)step["Node Type"]! == "Seq Scan" || (((string)step["Node Type"]!).Contains("Index") && step["Index Cond"] is null))
            .Where(step => step["Relation Name"] is not { } table || !Bounded.Contains((string)table!))
            .Select(step => $"{step["Node Type"]} of {step["Relation Name"] ?? step["Index Name"]}");
    }

    private static IEnumerable<JsonNode> Steps(JsonNode step) =>
        [step, .. (step["Plans"] as JsonArray ?? []).SelectMany(inner => Steps(inner!))];

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();
}
