namespace AltogicAuth.Tests.App;

/// <summary>
/// How large the header of a response is on the wire. nginx reads all of it into one buffer, by default of 4 kB, and responds with 502
/// to the visitor where it does not fit.
/// </summary>
public static class HeaderSize
{
    public const int Limit = 4_096;

    // What a test host does not send and a server does: Date, Transfer-Encoding, Connection, and HSTS outside Development.
    private const int AddedByServer = 37 + 28 + 24 + 64;

    public static int Of(HttpResponseMessage response) => $"HTTP/1.1 {(int)response.StatusCode} {response.ReasonPhrase}\r\n\r\n".Length + AddedByServer +
        response.Headers.Concat(response.Content.Headers).SelectMany(header => header.Value, (header, value) => $"{header.Key}: {value}\r\n".Length).Sum();

    public static void AssertBounded(HttpResponseMessage response) =>
        Assert.True(Of(response) < Limit, $"{Of(response)} bytes: {response.Headers}");
}
