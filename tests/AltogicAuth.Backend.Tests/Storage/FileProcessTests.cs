using AltogicAuth.Backend.Storage;
using AltogicAuth.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace AltogicAuth.Backend.Tests.Storage;

/// <summary>Files in a backend that is a process of its own: its memory, and what it leaves when it is killed.</summary>
public sealed class FileProcessTests : IAsyncLifetime
{
    private const int Megabyte = 1024 * 1024;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("altogic-file-process-");
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("altogic-file-uploads-");
    private string _session = "";

    public async ValueTask InitializeAsync()
    {
        await using var backend = await BackendHost.StartAsync(_data);
        (_, _, _, _session) = await backend.NewUserAsync();
    }

    public ValueTask DisposeAsync()
    {
        TestDatabase.Delete(_data.FullName);
        _data.Delete(recursive: true);
        _temporary.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(StorageProvider.Database)]
    [InlineData(StorageProvider.S3)]
    public async Task Upload_and_download_of_50_MB_take_little_memory(StorageProvider provider)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The memory of another process is read on Linux.");
        await using var s3 = provider == StorageProvider.S3 ? await S3Server.StartNewAsync() : null;
        await using var server = await ServerProcess.StartAsync(_data, _temporary, [("MaxFileBytes", $"{100 * Megabyte}"), .. s3?.Settings ?? []]);
        var ann = server.NewCaller(_session);
        // Fills the caches, whose size is fixed.
        await ann.UploadAsync("small.bin", new byte[10 * Megabyte], "image/png");
        await ann.DownloadAsync("small.bin");
        var before = server.PeakMemory;
        var bytes = StoredFiles.RandomBytes(50 * Megabyte);

        Assert.Equal(200, (await ann.UploadAsync("large.bin", bytes, "image/png")).Status);
        Assert.Equal(bytes, await ann.DownloadAsync("large.bin"));

        var more = (server.PeakMemory - before) / Megabyte;
        TestContext.Current.TestOutputHelper?.WriteLine($"{provider}: {before / Megabyte} MB before, {more} MB more");
        Assert.True(more < 40, $"{more} MB more");
        Assert.Empty(_temporary.GetFiles("altogic-*"));
    }

    [Theory, Trait("Set", "Long")]
    [InlineData(StorageProvider.Database)]
    [InlineData(StorageProvider.S3)]
    public async Task Killed_server_leaves_no_half_file(StorageProvider provider)
    {
        await using var s3 = provider == StorageProvider.S3 ? await S3Server.StartNewAsync() : null;
        (string, string?)[] settings = [("MaxFileBytes", $"{100 * Megabyte}"), .. s3?.Settings ?? []];
        var bytes = StoredFiles.RandomBytes(20 * Megabyte);
        for (var round = 0; round < 4; round++)
        {
            await using var server = await ServerProcess.StartAsync(_data, _temporary, settings);
            var ann = server.NewCaller(_session);
            await ann.UploadAsync($"whole{round}.bin", bytes[..Megabyte], "image/png");
            await ann.PostAsync("storage/bucket/file/delete", new { bucket = "root", file = $"whole{round - 1}.bin" });
            var uploads = Enumerable.Range(0, 3).Select(n => ann.UploadAsync($"half{round}-{n}.bin", bytes, "image/png")).ToList();
            await Eventually.HappensAsync("contents are being written", () =>
                Task.FromResult(TestDatabase.Query(_data.FullName, "select 1 from unused_contents where delete_at > 0").Count > 0));
            await server.KillAsync();
            await Task.WhenAll(uploads.Select(upload => ((Task)upload).ContinueWith(_ => { }, TaskScheduler.Default)));
        }

        Assert.Empty(_temporary.GetFiles("altogic-*"));
        await using var backend = await BackendHost.StartAsync(_data, now: DateTimeOffset.UtcNow.AddHours(2), settings: settings);
        var contents = await backend.ContentsAfterPurgeAsync();
        var files = (await backend.NewCaller(_session).PostAsync("storage/search-files", new { })).Json!.AsArray();
        Assert.Equal(files.Count, contents.Count);
        Assert.Contains(files, file => (string)file!["fileName"]! == "whole3.bin");
        foreach (var file in files)
        {
            Assert.Equal(bytes[..(int)file!["size"]!], await backend.NewCaller(_session).DownloadAsync((string)file["fileName"]!));
        }

        Assert.Empty((await backend.Services.GetRequiredService<StoredContents>().CompareAsync()).Orphans);
    }
}
