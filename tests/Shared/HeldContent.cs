using System.Net;

namespace AltogicAuth.Tests.Shared;

/// <summary>A body that is held back, once the server has asked for it, until it is let go.</summary>
public sealed class HeldContent : HttpContent
{
    private readonly HttpContent _body;
    private readonly TaskCompletionSource _askedFor = new();
    private readonly TaskCompletionSource _letGo = new();

    public HeldContent(HttpContent body)
    {
        _body = body;
        Headers.ContentType = body.Headers.ContentType;
    }

    public Task AskedFor => _askedFor.Task;

    public void LetGo() => _letGo.SetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        _askedFor.SetResult();
        await _letGo.Task;
        await _body.CopyToAsync(stream, context);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Headers.ContentLength ?? 0;
        return _body.Headers.ContentLength is not null;
    }
}
