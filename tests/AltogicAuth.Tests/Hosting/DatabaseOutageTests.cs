using System.Net;
using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Tests.Hosting;

/// <summary>The PostgreSQL server of an embedded backend stops, and starts again.</summary>
[Trait("Database", "PostgreSql"), Trait("Backend", "Embedded")]
public sealed class DatabaseOutageTests
{
    [Fact]
    public async Task Site_responds_503_until_the_database_is_back()
    {
        using var database = PostgreSqlServer.StartAnother();
        await using var app = new TestApp();
        foreach (var (key, value) in TestDatabase.SettingsOfPostgreSql(database.NewDatabase()))
        {
            app.Settings[key] = value;
        }

        var (visitor, user) = await app.NewLoggedInAsync();
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/healthz/ready")).Status);

        database.Stop();
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        var profile = await visitor.OpenAsync("/profile");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Please try again in a minute"), (profile.Status, profile.Heading));
        var login = await app.NewVisitor().TryLogInAsync(user.Email, user.Password);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, user.Email), (login.Status, login.ValueOf("Input_Identifier")));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await visitor.OpenAsync("/healthz/ready")).Status);

        database.Start();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/profile")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await app.NewVisitor().TryLogInAsync(user.Email, user.Password)).Status);
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/healthz/ready")).Status);
    }
}
