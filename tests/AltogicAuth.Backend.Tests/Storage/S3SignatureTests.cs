using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AltogicAuth.Backend.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AltogicAuth.Backend.Tests.Storage;

/// <summary>Requests to S3 are signed by AWS Signature Version 4, which is calculated here a second time.</summary>
public sealed class S3SignatureTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    // https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, "Example: GET Object".
    [Fact]
    public void Calculated_signature_is_that_of_the_documentation()
    {
        const string emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        (string, string)[] headers =
        [
            ("host", "examplebucket.s3.amazonaws.com"), ("range", "bytes=0-9"), ("x-amz-content-sha256", emptyHash), ("x-amz-date", "20130524T000000Z"),
        ];

        Assert.Equal("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41", Sign("GET", "/test.txt", "", headers, emptyHash, "us-east-1"));
    }

    [Fact]
    public async Task Requests_are_signed_and_send_contents_as_they_are()
    {
        var requests = new List<(string Method, string Path, string Query, Dictionary<string, string> Headers, byte[] Body)>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        server.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var uri = new Uri(http.Request.GetEncodedUrl());
            requests.Add((http.Request.Method, uri.AbsolutePath, uri.Query, http.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()), body.ToArray()));
        });
        await server.StartAsync(TestContext.Current.CancellationToken);
        using var contents = new S3Contents(Options.Create(new BackendOptions
        {
            Storage = { S3 = { Endpoint = server.Urls.Single(), Bucket = "files", Region = "eu-central-1", AccessKey = "AKIAIOSFODNN7EXAMPLE", SecretKey = Secret, ForcePathStyle = true } },
        }));

        await contents.WriteAsync("s3-id", new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken);
        await contents.DeleteAsync("s3-id");

        Assert.Equal([("PUT", "/files/s3-id"), ("DELETE", "/files/s3-id")], requests.Select(request => (request.Method, request.Path)));
        Assert.Equal([1, 2, 3], requests[0].Body);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([1, 2, 3])), requests[0].Headers["x-amz-content-sha256"]);
        Assert.All(requests, request =>
        {
            var authorization = request.Headers["authorization"];
            var names = Part(authorization, "SignedHeaders").Split(';');
            Assert.All(["host", "x-amz-content-sha256", "x-amz-date"], name => Assert.Contains(name, names));
            var signature = Sign(
                request.Method, request.Path, request.Query.TrimStart('?'), [.. names.Select(name => (name, request.Headers[name].Trim()))],
                request.Headers["x-amz-content-sha256"], "eu-central-1");
            Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/", authorization);
            Assert.Equal(signature, Part(authorization, "Signature"));
        });
    }

    private static string Part(string authorization, string name) => authorization.Split($"{name}=")[1].Split(',')[0];

    private static string Sign(string method, string path, string query, (string Name, string Value)[] headers, string bodyHash, string region)
    {
        var names = string.Join(';', headers.Select(header => header.Name));
        var request = string.Join('\n', [method, path, query, .. headers.Select(header => $"{header.Name}:{header.Value}"), "", names, bodyHash]);
        var time = headers.Single(header => header.Name == "x-amz-date").Value;
        var scope = string.Create(CultureInfo.InvariantCulture, $"{time[..8]}/{region}/s3/aws4_request");
        var text = $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes($"AWS4{Secret}"), Hash);
        return Convert.ToHexStringLower(Hash(key, text));
    }

    private static byte[] Hash(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
