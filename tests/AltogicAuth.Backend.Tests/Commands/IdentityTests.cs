using System.Data.Common;
using System.Text.RegularExpressions;
using AltogicAuth.Tests.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Backend.Tests.Commands;

/// <summary>Users move between the backend and ASP.NET Core Identity by the texts of docs/identity.md, and keep their passwords.</summary>
public sealed partial class IdentityTests : IDisposable
{
    private const string Password = "Secret phrase 1!";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("altogic-backend-identity-");
    private readonly string _connection;
    private readonly ServiceProvider _services;
    private readonly IServiceScope _scope;

    public IdentityTests()
    {
        _connection = TestDatabase.IsPostgreSql ? PostgreSqlServer.Shared.NewDatabase() : $"Data Source={Path.Combine(_folder.FullName, "identity.db")};Pooling=False";
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDbContext<IdentityDbContext>(options => _ = TestDatabase.IsPostgreSql ? options.UseNpgsql(_connection) : options.UseSqlite(_connection));
        services.AddIdentityCore<IdentityUser>().AddEntityFrameworkStores<IdentityDbContext>();
        _services = services.BuildServiceProvider();
        _scope = _services.CreateScope();
        Context.Database.EnsureCreated();
    }

    private IdentityDbContext Context => _scope.ServiceProvider.GetRequiredService<IdentityDbContext>();

    private UserManager<IdentityUser> Identity => _scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>();

    private string Lines => Path.Combine(_folder.FullName, "users.jsonl");

    public void Dispose()
    {
        _scope.Dispose();
        _services.Dispose();
        if (TestDatabase.IsPostgreSql)
        {
            PostgreSqlServer.Shared.Drop(_connection);
        }

        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task User_of_Identity_signs_in_with_the_same_password()
    {
        var ann = new IdentityUser("ann") { Email = "Ann@example.test", EmailConfirmed = true, PhoneNumber = "+905551234567", PhoneNumberConfirmed = true };
        var bob = new IdentityUser("bob@example.test") { Email = "bob@example.test" };
        await CreateAsync(ann);
        await CreateAsync(bob);
        await Identity.AddLoginAsync(ann, new UserLoginInfo("Google", "42", "Google"));
        await using var backend = await BackendHost.StartAsync();

        await File.WriteAllLinesAsync(Lines, Query(DocumentedSql("From Identity")), TestContext.Current.CancellationToken);
        Assert.Equal((0, "Imported users: 2. Existing users: 0.", ""), await ServerProgram.RunCommandAsync(backend.Data, "--import", Lines));

        var signIn = await SignInAsync(backend, "ann@example.test");
        Assert.Equal((200, ann.Id, "ann"), (signIn.Status, (string?)signIn.Json!["user"]!["_id"], (string?)signIn.Json["user"]!["name"]));
        Assert.Equal("email_not_verified", (await SignInAsync(backend, "bob@example.test")).Code);
        Assert.Equal([["+905551234567"]], backend.Sql($"select phone from users where phone_verified and id = '{ann.Id}'"));
        Assert.Equal([[ann.Id]], backend.Sql("select user_id from sign_in_methods where kind = 'google' and identifier = '42'"));
    }

    [Fact]
    public async Task User_whom_Identity_locks_out_for_long_is_left_out()
    {
        await CreateAsync(new IdentityUser("ann@example.test") { Email = "ann@example.test", LockoutEnd = DateTimeOffset.MaxValue.AddYears(-1) });
        await CreateAsync(new IdentityUser("bob@example.test") { Email = "bob@example.test", LockoutEnd = DateTimeOffset.UtcNow.AddMinutes(5) });

        Assert.Contains("bob@example.test", Assert.Single(Query(DocumentedSql("From Identity"))));
    }

    [Fact]
    public async Task User_of_the_backend_has_the_same_password_in_Identity()
    {
        await using var backend = await BackendHost.StartAsync();
        var caller = backend.NewCaller();
        foreach (var name in (string[])["ann", "bob", "eve"])
        {
            await caller.PostAsync("auth/signup-email", new { email = $"{name}@example.test", password = Password });
        }

        await caller.GetAsync($"auth/grant?key={await caller.AccessTokenAsync("ann@example.test", "email-confirm")}");
        await caller.GetAsync($"auth/grant?key={await caller.AccessTokenAsync("eve@example.test", "email-confirm")}&holdPassword=true");
        backend.Sql("insert into sign_in_methods (user_id, kind, identifier, is_held) select id, 'google', '42', false from users where email = 'ann@example.test'");

        await ServerProgram.RunCommandAsync(backend.Data, "--export", Lines);
        Execute($"create table lines (line {(TestDatabase.IsPostgreSql ? "jsonb" : "text")})");
        foreach (var line in await File.ReadAllLinesAsync(Lines, TestContext.Current.CancellationToken))
        {
            Execute($"insert into lines values ('{line.Replace("'", "''")}')");
        }

        Execute(DocumentedSql("To Identity"));

        var ann = (await Identity.FindByEmailAsync("ann@example.test"))!;
        Assert.True(ann.EmailConfirmed);
        Assert.True(await Identity.CheckPasswordAsync(ann, Password));
        Assert.NotEmpty(await Identity.GetSecurityStampAsync(ann));
        Assert.Equal(ann.Id, (await Identity.FindByLoginAsync("Google", "42"))?.Id);
        var bob = (await Identity.FindByNameAsync("bob@example.test"))!;
        Assert.False(bob.EmailConfirmed);
        Assert.True(await Identity.CheckPasswordAsync(bob, Password));
        Assert.False(await Identity.HasPasswordAsync((await Identity.FindByEmailAsync("eve@example.test"))!));
    }

    private static Task<ApiResult> SignInAsync(BackendHost backend, string email) =>
        backend.NewCaller().PostAsync("auth/signin-email", new { email, password = Password });

    private async Task CreateAsync(IdentityUser user) => Assert.True((await Identity.CreateAsync(user, Password)).Succeeded);

    /// <summary>The SQL for the database of the test in a section of docs/identity.md.</summary>
    private static string DocumentedSql(string section)
    {
        var text = File.ReadAllText(RepositoryRoot.PathOf("docs", "identity.md"));
        var from = text.IndexOf($"## {section}", StringComparison.Ordinal);
        var database = TestDatabase.IsPostgreSql ? "PostgreSQL" : "SQLite";
        return SqlBlock().Matches(text[from..]).First(block => block.Groups[1].Value == database).Groups[2].Value;
    }

    private List<string> Query(string sql)
    {
        using var command = Command(sql);
        using var reader = command.ExecuteReader();
        return [.. reader.Cast<DbDataRecord>().Select(row => row.GetString(0))];
    }

    private void Execute(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }

    private DbCommand Command(string sql)
    {
        Context.Database.OpenConnection();
        var command = Context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return command;
    }

    [GeneratedRegex(@"^(SQLite|PostgreSQL):\n\n```sql\n(.+?)```", RegexOptions.Multiline | RegexOptions.Singleline, 1_000)]
    private static partial Regex SqlBlock();
}
