using AltogicAuth.Tests.App;
using AltogicAuth.Tests.Shared;

namespace AltogicAuth.Tests.Hosting;

public sealed class MigrateCommandTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("altogic-auth-migrate-");

    public void Dispose()
    {
        TestDatabase.Delete(_data.FullName);
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Site_migrates_the_database_of_its_embedded_backend_and_ends()
    {
        string[] settings =
        [
            "--environment=Production", "--Backend:Embedded=true", "--Backend:Mailbox=true", "--Backend:PublicUrl=https://www.example.test/e:local",
            $"--Backend:DataDirectory={_data.FullName}", .. TestDatabase.SettingsOf(_data.FullName).Select(setting => $"--{setting.Key}={setting.Value}"),
            "--Backend:Database:MigrateAtStart=false", "--urls=http://127.0.0.1:0",
        ];
        await using (var site = new AppProcess(settings))
        {
            var (code, _, errors) = await site.EndedAsync();
            Assert.Equal(1, code);
            Assert.Contains("--migrate", errors);
        }

        await using var migration = new AppProcess(["--migrate", .. settings]);

        Assert.Equal(0, (await migration.EndedAsync()).ExitCode);
        Assert.NotEmpty(TestDatabase.Query(_data.FullName, "select name from migrations"));
    }

    [Fact]
    public async Task Command_is_rejected_without_an_embedded_backend()
    {
        await using var site = new AppProcess("--migrate", "--Altogic:EnvUrl=http://127.0.0.1:9", "--Altogic:ClientKey=key");

        var (code, _, errors) = await site.EndedAsync();

        Assert.Equal(1, code);
        Assert.StartsWith("--migrate is for the embedded backend.", errors);
    }
}
