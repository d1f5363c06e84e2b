using System.Data;
using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;
using DbUp.Engine;

namespace AltogicAuth.Backend.Data;

/// <summary>
/// The first migration of SQLite. Versions before it had no migrations: where their tables are there, it carries over their data. A
/// session's token was stored as it is, an address in the spelling that was typed, and a user as one JSON object.
/// </summary>
internal sealed class FormerTables(string createTables, SessionTokens tokens, UpgradeReport report) : IScript
{
    private static readonly string[] Names = ["environment", "users", "sessions", "links", "mails", "buckets", "files", "objects"];

    // As the last of those versions had them. Earlier ones lacked some.
    private const string Complete = """
        create table if not exists environment (id text primary key);
        create table if not exists users (id text primary key, email text not null unique, password_hash text, fields text not null);
        create table if not exists sessions (token text primary key, user_id text not null, created_at text not null, user_agent text not null);
        create table if not exists links (
            id integer primary key autoincrement, hash text not null unique, user_id text not null, action text not null, email text, expires_at text not null);
        create table if not exists mails (id integer primary key);
        create table if not exists buckets (id text primary key, name text not null unique, fields text not null);
        create table if not exists files (
            id text primary key, bucket_id text not null, name text not null, user_id text, fields text not null, content blob not null);
        create table if not exists objects (model text not null, id text not null, fields text not null, user_id text, primary key (model, id));
        drop table if exists tokens;
        drop index if exists sessions_of_user;
        drop index if exists sessions_by_age;
        drop index if exists links_of_user;
        drop index if exists objects_of_user
        """;

    public string ProvideScript(Func<IDbCommand> dbCommandFactory)
    {
        using var command = dbCommandFactory();
        var data = new Former(command.Connection!, command.Transaction!);
        if (!Names.Any(data.HasTable))
        {
            report.IsNewDatabase = true;
            return createTables;
        }

        data.Execute(Complete);
        data.AddColumn("sessions", "last_used_at");
        data.AddColumn("sessions", "client_address");
        data.AddColumn("objects", "user_id");
        foreach (var name in Names)
        {
            data.Execute($"alter table {name} rename to former_{name}");
        }

        data.Execute(createTables);
        CopyUsers(data);
        CopySessions(data);
        CopyLinks(data);
        CopyStorage(data);
        CopyObjects(data);
        foreach (var name in Names.Reverse())
        {
            data.Execute($"drop table former_{name}");
        }

        return "";
    }

    private void CopyUsers(Former data)
    {
        var users = data.Rows("select id, password_hash, fields from former_users order by rowid")
            .Select(row => (Hash: (string?)row["password_hash"], User: UserRecord.FromJson((string)row["id"]!, Parse(row["fields"]))))
            .ToList();
        var emails = CanonicalEmails.Of(users.Select(user => user.User), report.EmailCollisions);
        foreach (var (hash, user) in users)
        {
            data.Execute(
                """
                insert into users (id, email, email_verified, phone_verified, name, profile_picture, sign_up_at, last_login_at, fields)
                values (@Id, @email, @IsEmailVerified, false, @Name, @ProfilePicture, @signUpAt, @lastLoginAt, @fields)
                """,
                new
                {
                    user.Id,
                    email = emails[user.Id],
                    user.IsEmailVerified,
                    user.Name,
                    user.ProfilePicture,
                    signUpAt = user.SignUpAt.ToUnixTimeMilliseconds(),
                    lastLoginAt = user.LastLoginAt.ToUnixTimeMilliseconds(),
                    fields = user.Fields.ToJsonString(),
                });
            if (hash is not null)
            {
                data.Execute(
                    "insert into sign_in_methods values (@Id, @kind, @Id, @hash, @IsPasswordHeld)",
                    new { user.Id, kind = SignInMethodTable.Password, hash, user.IsPasswordHeld });
            }
        }
    }

    private void CopySessions(Former data)
    {
        foreach (var row in data.Rows("select * from former_sessions where user_id in (select id from users) order by rowid"))
        {
            var token = (string)row["token"]!;
            data.Execute(
                """
                insert into sessions (token_hash, token, user_id, created_at, user_agent, last_used_at, client_address)
                values (@hash, @encrypted, @userId, @createdAt, @userAgent, @lastUsedAt, @clientAddress)
                """,
                new
                {
                    hash = SessionTokens.Hash(token),
                    encrypted = tokens.Encrypt(token),
                    userId = row["user_id"],
                    createdAt = Milliseconds(row["created_at"]),
                    userAgent = row["user_agent"],
                    lastUsedAt = Milliseconds(row["last_used_at"] ?? row["created_at"]),
                    clientAddress = row["client_address"],
                });
        }
    }

    private static void CopyLinks(Former data)
    {
        foreach (var row in data.Rows("select * from former_links where user_id in (select id from users)"))
        {
            data.Execute(
                "insert into links (id, hash, user_id, action, email, expires_at) values (@id, @hash, @userId, @action, @email, @expiresAt)",
                new
                {
                    id = row["id"],
                    hash = row["hash"],
                    userId = row["user_id"],
                    action = row["action"],
                    email = row["email"],
                    expiresAt = Milliseconds(row["expires_at"]),
                });
        }

        // An id is never used again: the access tokens of a link name it.
        data.Execute("delete from sqlite_sequence where name = 'links'");
        data.Execute("insert into sqlite_sequence (name, seq) select 'links', seq from sqlite_sequence where name = 'former_links'");
    }

    private static void CopyStorage(Former data)
    {
        if (data.Rows("select id from former_environment").SingleOrDefault() is not { } environment)
        {
            return;
        }

        var root = BucketRecord.NewRoot((string)environment["id"]!, DateTimeOffset.UnixEpoch);
        data.Execute("insert into environment (only_row, id, key_check) values (1, @Id, x'')", new { root.Id });
        data.Execute("insert into buckets (id, name, is_public, fields) values (@Id, @Name, true, @fields)", new { root.Id, root.Name, fields = root.Fields.ToJsonString() });
        // Files whose bucket or user is gone could not be reached any more.
        data.Execute(
            """
            insert into buckets (id, name, is_public, user_id, fields)
            select id, name, fields ->> 'isPublic', (select u.id from users u where u.id = b.fields ->> 'userId'), fields from former_buckets b;
            insert into files (id, bucket_id, name, user_id, is_public, fields, content)
            select id, bucket_id, name, user_id, fields ->> 'isPublic', fields, content from former_files
            where bucket_id in (select id from buckets) and (user_id is null or user_id in (select id from users))
            order by rowid
            """);
    }

    private void CopyObjects(Former data)
    {
        data.Execute("insert into objects (model, id, user_id, fields) select model, id, user_id, fields from former_objects order by rowid");
        report.ObjectsWithoutOwner = data.Rows("select 1 from objects where user_id is null").Count;
    }

    private static JsonObject Parse(object? json) => JsonNode.Parse((string)json!)!.AsObject();

    private static long Milliseconds(object? time) => DateTimeOffset.Parse((string)time!, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    private sealed class Former(IDbConnection connection, IDbTransaction transaction)
    {
        public bool HasTable(string name) =>
            connection.ExecuteScalar<long>("select count(*) from sqlite_master where type = 'table' and name = @name", new { name }, transaction) > 0;

        public void AddColumn(string table, string column)
        {
            if (connection.ExecuteScalar<long>("select count(*) from pragma_table_info(@table) where name = @column", new { table, column }, transaction) == 0)
            {
                Execute($"alter table {table} add column {column} text");
            }
        }

        public void Execute(string sql, object? parameters = null) => connection.Execute(sql, parameters, transaction);

        public List<IDictionary<string, object?>> Rows(string sql) => [.. connection.Query(sql, transaction: transaction).Cast<IDictionary<string, object?>>()];
    }
}
