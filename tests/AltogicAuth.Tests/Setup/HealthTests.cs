using System.Net;
using AltogicAuth.LocalBackend.Faults;
using AltogicAuth.Tests.App;

namespace AltogicAuth.Tests.Setup;

public sealed class HealthTests
{
    [Fact]
    public async Task Ready_says_whether_the_backend_answers_and_live_does_not_care()
    {
        await using var app = new TestApp();
        var visitor = app.NewVisitor();
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/healthz/ready")).Status);

        app.Faults.Add(new Fault("*", FaultKind.Status));
        var unready = await visitor.OpenAsync("/healthz/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unready.Status);
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/healthz/live")).Status);

        app.Faults.Clear();
        app.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/healthz/ready")).Status);
    }
}
