using System.Text.Json.Nodes;

namespace AltogicAuth.Backend.Data;

internal static class UserTable
{
    /// <summary>The columns of the table, with values in this order.</summary>
    public const string InsertInto =
        "insert into users (id, email, email_verified, phone, phone_verified, name, profile_picture, sign_up_at, last_login_at, fields)";

    private const string Columns = """
        u.id, u.email, u.email_verified as EmailVerified, u.phone, u.phone_verified as PhoneVerified, u.name, u.profile_picture as ProfilePicture,
            u.sign_up_at as SignUpAt, u.last_login_at as LastLoginAt, u.fields
        """;

    // No other way to sign in has a name of its own in the API.
    private static readonly string Providers = string.Join(", ", BackendProviders.Names.Select(name => $"'{name}'"));

    private static readonly string Select = $"""
        select {Columns}, p.secret as PasswordHash, p.is_held as IsPasswordHeld, o.kind as Provider, o.identifier as ProviderUserId
        from users u left join sign_in_methods p on p.user_id = u.id and p.kind = 'password'
            left join sign_in_methods o on o.user_id = u.id and o.kind in ({Providers})
        """;

    // Not "not exists": the plan may join those users with all sessions.
    private static readonly string Unconfirmed = $"""
        select id from users u where not email_verified and not phone_verified and sign_up_at <= @before
            and (@emailConfirmation or email is null) and (@phoneConfirmation or phone is null)
            and (select s.number from sessions s where s.user_id = u.id limit 1) is null
            and (select m.kind from sign_in_methods m where m.user_id = u.id and m.kind in ({Providers}) limit 1) is null
        order by sign_up_at limit @count
        """;

    public static Task<UserRecord?> FindAsync(DataConnection connection, string id) => OneAsync(connection, "where u.id = @id", new { id });

    /// <summary>The user as long as the transaction runs: no other one changes it meanwhile.</summary>
    public static async Task<UserRecord?> LockAsync(DataConnection connection, string id)
    {
        // Two statements: after waiting for the lock, one would see the password as it was before.
        await connection.FindAsync<string>($"select u.id from users u where u.id = @id{connection.Dialect.ForUpdate("u")}", new { id });
        return await FindAsync(connection, id);
    }

    /// <summary>A user who kept another spelling when addresses were made canonical is found by exactly that one.</summary>
    public static Task<UserRecord?> FindByEmailAsync(DataConnection connection, EmailAddress email) => OneAsync(
        connection, "where u.email in (@canonical, @given) order by u.email = @given desc limit 1", new { canonical = email.Value, given = email.AsGiven });

    public static Task<UserRecord?> FindByPhoneAsync(DataConnection connection, PhoneNumber phone) =>
        OneAsync(connection, "where u.phone = @phone", new { phone = phone.Value });

    /// <summary>The users after an id, in the order of ids, without their ways to sign in.</summary>
    public static async Task<IReadOnlyList<UserRecord>> PageAsync(DataConnection connection, string after, int count) =>
    [
        .. (await connection.QueryAsync<Row>($"select {Columns} from users u where u.id > @after order by u.id limit @count", new { after, count }))
            .Select(row => row.ToRecord()),
    ];

    /// <summary>False when the address or the number is taken, also by a faster caller.</summary>
    public static async Task<bool> TryInsertAsync(DataConnection connection, UserRecord user)
    {
        var inserted = await connection.ExecuteAsync(
            $"""
            {InsertInto}
            values (@Id, @Email, @IsEmailVerified, @Phone, @IsPhoneVerified, @Name, @ProfilePicture, @signUpAt, @lastLoginAt, @fields)
            on conflict do nothing
            """,
            Parameters(connection, user));
        if (inserted == 0)
        {
            return false;
        }

        await SignInMethodTable.SetPasswordAsync(connection, user.Id, user.PasswordHash, user.IsPasswordHeld);
        if (user.Provider is not null)
        {
            await SignInMethodTable.AddProviderAsync(connection, user.Id, user.Provider, user.ProviderUserId!);
        }

        return true;
    }

    /// <summary>Stores all but the password.</summary>
    /// <exception cref="DuplicateKeyException">Another user has the address or the number.</exception>
    public static Task UpdateAsync(DataConnection connection, UserRecord user) => connection.ExecuteAsync(
        """
        update users set email = @Email, email_verified = @IsEmailVerified, phone = @Phone, phone_verified = @IsPhoneVerified, name = @Name,
            profile_picture = @ProfilePicture, last_login_at = @lastLoginAt, fields = @fields
        where id = @Id;
        update sign_in_methods set is_held = @IsPasswordHeld where user_id = @Id and kind = 'password'
        """,
        Parameters(connection, user));

    /// <summary>Deletes all that refers to the user as well.</summary>
    public static async Task<bool> DeleteAsync(DataConnection connection, string id) =>
        await connection.ExecuteAsync("delete from users where id = @id", new { id }) == 1;

    /// <summary>
    /// Deletes some of the users who signed up before a time and have verified neither address nor number, and returns how many. A user
    /// with a session stays, and so does one of a provider, who needs neither, or one who can sign in without a confirmation.
    /// </summary>
    public static Task<int> PurgeUnconfirmedAsync(
        DataConnection connection, DateTimeOffset before, bool emailConfirmation, bool phoneConfirmation, int count) => connection.ExecuteAsync(
        // The condition twice: PostgreSQL repeats the outer one for a user who was confirmed a moment ago.
        $"delete from users where not email_verified and not phone_verified and {connection.Dialect.IsOneOf("id", Unconfirmed)}",
        new { before = before.ToUnixTimeMilliseconds(), emailConfirmation, phoneConfirmation, count });

    /// <summary>
    /// Removes the open field <c>registrationKey</c>, by which an app recognises a repeated registration, from some of the users who
    /// signed up before a time, and returns how many.
    /// </summary>
    public static Task<int> PurgeRegistrationKeysAsync(DataConnection connection, DateTimeOffset before, int count) => connection.ExecuteAsync(
        $"""
        update users set fields = {connection.Dialect.Without("fields", "registrationKey")}
        where {connection.Dialect.IsOneOf("id", "select id from users where fields ->> 'registrationKey' is not null and sign_up_at <= @before order by sign_up_at limit @count")}
        """,
        new { before = before.ToUnixTimeMilliseconds(), count });

    private static async Task<UserRecord?> OneAsync(DataConnection connection, string where, object parameters) =>
        (await connection.FindAsync<Row>($"{Select} {where}", parameters))?.ToRecord();

    private static object Parameters(DataConnection connection, UserRecord user) => new
    {
        user.Id,
        user.Email,
        user.IsEmailVerified,
        user.Phone,
        user.IsPhoneVerified,
        user.Name,
        user.ProfilePicture,
        user.IsPasswordHeld,
        signUpAt = user.SignUpAt.ToUnixTimeMilliseconds(),
        lastLoginAt = user.LastLoginAt.ToUnixTimeMilliseconds(),
        fields = connection.Json(user.Fields),
    };

    private sealed class Row
    {
        public required string Id { get; init; }

        public string? Email { get; init; }

        public bool EmailVerified { get; init; }

        public string? Phone { get; init; }

        public bool PhoneVerified { get; init; }

        public string? Name { get; init; }

        public string? ProfilePicture { get; init; }

        public long SignUpAt { get; init; }

        public long LastLoginAt { get; init; }

        public required string Fields { get; init; }

        public string? PasswordHash { get; init; }

        public bool? IsPasswordHeld { get; init; }

        public string? Provider { get; init; }

        public string? ProviderUserId { get; init; }

        public UserRecord ToRecord() => new(Id)
        {
            Email = Email,
            IsEmailVerified = EmailVerified,
            Phone = Phone,
            IsPhoneVerified = PhoneVerified,
            Name = Name,
            ProfilePicture = ProfilePicture,
            SignUpAt = DateTimeOffset.FromUnixTimeMilliseconds(SignUpAt),
            LastLoginAt = DateTimeOffset.FromUnixTimeMilliseconds(LastLoginAt),
            Fields = JsonNode.Parse(Fields)!.AsObject(),
            PasswordHash = PasswordHash,
            IsPasswordHeld = IsPasswordHeld == true,
            Provider = Provider,
            ProviderUserId = ProviderUserId,
        };
    }
}
