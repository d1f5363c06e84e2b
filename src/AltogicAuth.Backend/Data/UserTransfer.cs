using System.Text.Json;
using Dapper;

namespace AltogicAuth.Backend.Data;

/// <param name="Added">How many users were added.</param>
/// <param name="Existing">How many users existed, with the same id.</param>
/// <param name="Rejected">The ids of users whose address, number or way to sign in belongs to another user.</param>
internal sealed record AddedUsers(int Added, int Existing, IReadOnlyList<string> Rejected);

/// <summary>Reads and adds many users at once, from and to the tables of users and of their ways to sign in.</summary>
internal static class UserTransfer
{
    /// <summary>The users after an id, in the order of ids.</summary>
    public static async Task<IReadOnlyList<ExportedUser>> PageAsync(DataConnection connection, string after, int count)
    {
        var users = await UserTable.PageAsync(connection, after, count);
        if (users.Count == 0)
        {
            return [];
        }

        var methods = (await connection.QueryAsync<MethodRow>(
            """
            select user_id as UserId, kind, identifier, secret, is_held as IsHeld from sign_in_methods
            where user_id > @after and user_id <= @last order by user_id, kind
            """,
            new { after, last = users[^1].Id })).ToLookup(method => method.UserId, method => method.ToExport());
        return [.. users.Select(user => ExportedUser.Of(user, [.. methods[user.Id]]))];
    }

    /// <summary>Adds those users who do not exist. A user of whom anything is taken is not added.</summary>
    public static async Task<AddedUsers> AddAsync(DataConnection connection, IReadOnlyList<ExportedUser> users, DateTimeOffset now)
    {
        var existing = (await connection.QueryAsync<string>(
            $"select id from users where id in (select value ->> 'id' from {connection.Dialect.JsonItems("@users")})",
            new { users = Items(connection, users.Select(user => new { user.Id })) })).ToHashSet();
        List<ExportedUser> missing = [.. users.Where(user => !existing.Contains(user.Id))];
        var added = await AddUsersAsync(connection, missing, now);
        added.ExceptWith(await AddMethodsAsync(connection, [.. missing.Where(user => added.Contains(user.Id))]));
        return new AddedUsers(added.Count, existing.Count, [.. missing.Select(user => user.Id).Where(id => !added.Contains(id))]);
    }

    private static async Task<HashSet<string>> AddUsersAsync(DataConnection connection, IEnumerable<ExportedUser> users, DateTimeOffset now) =>
    [
        .. await connection.QueryAsync<string>(
            $"""
            {UserTable.InsertInto}
            select value ->> 'id', value ->> 'email', cast(value ->> 'emailVerified' as boolean), value ->> 'phone',
                cast(value ->> 'phoneVerified' as boolean), value ->> 'name', value ->> 'profilePicture',
                cast(value ->> 'signUpAt' as bigint), cast(value ->> 'lastLoginAt' as bigint), value -> 'fields'
            from {connection.Dialect.JsonItems("@users")} where true
            on conflict do nothing
            returning id
            """,
            new
            {
                users = Items(connection, users.Select(user => new
                {
                    user.Id,
                    user.Email,
                    user.EmailVerified,
                    user.Phone,
                    user.PhoneVerified,
                    user.Name,
                    user.ProfilePicture,
                    SignUpAt = (user.SignUpAt ?? now).ToUnixTimeMilliseconds(),
                    LastLoginAt = (user.LastLoginAt ?? user.SignUpAt ?? now).ToUnixTimeMilliseconds(),
                    Fields = user.Fields ?? [],
                })),
            }),
    ];

    /// <summary>Adds the ways to sign in, and deletes the users of whom one is taken. Returns their ids.</summary>
    private static async Task<IReadOnlyList<string>> AddMethodsAsync(DataConnection connection, IReadOnlyList<ExportedUser> users)
    {
        var items = Items(connection, users.SelectMany(user => user.SignInMethods.Select(method => new
        {
            UserId = user.Id,
            method.Kind,
            Identifier = method.Kind == SignInMethodTable.Password ? user.Id : method.Identifier,
            method.Secret,
            method.IsHeld,
        })));
        var added = await connection.ExecuteAsync(
            $"""
            insert into sign_in_methods (user_id, kind, identifier, secret, is_held)
            select value ->> 'userId', value ->> 'kind', value ->> 'identifier', value ->> 'secret', cast(value ->> 'isHeld' as boolean)
            from {connection.Dialect.JsonItems("@items")} where true
            on conflict do nothing
            """,
            new { items });
        return added == users.Sum(user => user.SignInMethods.Count) ? [] : await connection.QueryAsync<string>(
            $"""
            delete from users where id in (
                select value ->> 'userId' from {connection.Dialect.JsonItems("@items")} where not exists (
                    select 1 from sign_in_methods m
                    where m.user_id = value ->> 'userId' and m.kind = value ->> 'kind' and m.identifier = value ->> 'identifier'))
            returning id
            """,
            new { items });
    }

    private static SqlMapper.ICustomQueryParameter Items<T>(DataConnection connection, IEnumerable<T> items) =>
        connection.Json(JsonSerializer.SerializeToNode(items, JsonSerializerOptions.Web)!);

    private sealed class MethodRow
    {
        public required string UserId { get; init; }

        public required string Kind { get; init; }

        public required string Identifier { get; init; }

        public string? Secret { get; init; }

        public bool IsHeld { get; init; }

        public ExportedSignInMethod ToExport() => new(Kind, Kind == SignInMethodTable.Password ? null : Identifier, Secret, IsHeld);
    }
}
