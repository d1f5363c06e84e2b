using System.Runtime.Versioning;
using AltogicAuth.Backend.Storage;

namespace AltogicAuth.Backend.Tests.Storage;

[UnsupportedOSPlatform("windows")]
public sealed class TemporaryFileTests
{
    [Fact]
    public async Task Received_file_has_no_name_and_no_other_reader()
    {
        await using var received = await TemporaryFile.TryReceiveAsync(new MemoryStream([1, 2, 3]), 3, TestContext.Current.CancellationToken);

        var file = Assert.IsType<FileStream>(received);
        Assert.Equal(3, file.Length);
        Assert.False(File.Exists(file.Name));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.SafeFileHandle));
    }

    [Fact]
    public async Task More_bytes_than_allowed_are_not_received()
    {
        Assert.Null(await TemporaryFile.TryReceiveAsync(new MemoryStream([1, 2, 3]), 2, TestContext.Current.CancellationToken));
    }
}
