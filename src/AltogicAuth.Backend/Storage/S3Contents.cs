using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace AltogicAuth.Backend.Storage;

/// <summary>Contents in a bucket of Amazon S3, or of a server with the same API. The id of a content is its key.</summary>
internal sealed class S3Contents : IFileContents, IDisposable
{
    private const int MaxRetries = 2;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    // Of one request with its body.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private readonly Lazy<AmazonS3Client> _client;
    private readonly string? _bucket;

    public S3Contents(IOptions<BackendOptions> options)
    {
        var settings = options.Value.Storage.S3;
        _bucket = settings.Bucket;
        _client = new Lazy<AmazonS3Client>(() => NewClient(settings));
    }

    public Task WriteAsync(string id, Stream content, CancellationToken cancellation) => RunAsync(client => client.PutObjectAsync(
        new PutObjectRequest
        {
            BucketName = _bucket,
            Key = id,
            InputStream = content,
            AutoCloseStream = false,
            // Other servers than Amazon's store the frames of chunks as part of the content.
            UseChunkEncoding = false,
            Headers = { ContentLength = content.Length },
        },
        cancellation));

    public Stream Open(string id, long length) => new Content(this, id, length);

    public Task DeleteAsync(string id) => RunAsync(client => client.DeleteObjectAsync(_bucket, id));

    public async IAsyncEnumerable<IReadOnlyList<string>> ListAsync()
    {
        if (string.IsNullOrEmpty(_bucket))
        {
            yield break;
        }

        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = ContentStores.S3Prefix };
        do
        {
            var page = await RunAsync(client => client.ListObjectsV2Async(request));
            if (page.S3Objects is { Count: > 0 } found)
            {
                yield return [.. found.Select(content => content.Key)];
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private static AmazonS3Client NewClient(S3Settings settings) => new(settings.AccessKey, settings.SecretKey, new AmazonS3Config
    {
        ServiceURL = settings.Endpoint,
        AuthenticationRegion = settings.Region,
        ForcePathStyle = settings.ForcePathStyle,
        ConnectTimeout = ConnectTimeout,
        Timeout = Timeout,
        MaxErrorRetry = MaxRetries,
        // Not every server knows the newer checksums. The signature covers the body.
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
    });

    private async Task<T> RunAsync<T>(Func<AmazonS3Client, Task<T>> call)
    {
        if (string.IsNullOrEmpty(_bucket))
        {
            throw new StorageUnavailableException("Backend:Storage:S3:Bucket is not set, but there are files in S3.");
        }

        try
        {
            return await call(_client.Value);
        }
        catch (Exception failure) when (failure is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException)
        {
            throw new StorageUnavailableException($"S3: {failure.Message}", failure);
        }
    }

    private sealed class Content(S3Contents contents, string id, long length) : ContentStream(length)
    {
        private GetObjectResponse? _response;
        private long _next;

        protected override Task<int> ReadAtAsync(long position, Memory<byte> buffer, CancellationToken cancellation) => contents.RunAsync(async client =>
        {
            if (_response is null || position != _next)
            {
                _response?.Dispose();
                var rest = new GetObjectRequest { BucketName = contents._bucket, Key = id, ByteRange = new ByteRange(position, Length - 1) };
                _response = await GetAsync(client, rest, cancellation);
                _next = position;
            }

            var read = await _response.ResponseStream.ReadAsync(buffer, cancellation);
            _next += read;
            return read;
        });

        private static async Task<GetObjectResponse> GetAsync(AmazonS3Client client, GetObjectRequest request, CancellationToken cancellation)
        {
            try
            {
                return await client.GetObjectAsync(request, cancellation);
            }
            catch (AmazonS3Exception missing) when (missing.ErrorCode == "NoSuchKey")
            {
                throw new RejectedException(Rejection.FileNotFound);
            }
        }

        protected override void Dispose(bool disposing)
        {
            _response?.Dispose();
            base.Dispose(disposing);
        }
    }
}
