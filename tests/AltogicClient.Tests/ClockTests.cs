using Microsoft.Extensions.DependencyInjection;

namespace Altogic.Tests;

public sealed class ClockTests
{
    [Fact]
    public async Task Clock_set_back_does_not_extend_the_open_circuit()
    {
        ClockThatIsSet clock = null!;
        var recorder = Recorder.Start(wire: services =>
        {
            clock = new ClockThatIsSet((TimeProvider)services.Single(service => service.ServiceType == typeof(TimeProvider)).ImplementationInstance!);
            services.AddSingleton<TimeProvider>(clock);
        });
        for (var i = 0; i < 10; i++)
        {
            recorder.Responds(500);
            await Assert.ThrowsAsync<AltogicUnavailableException>(() => recorder.Client.Auth.SendMagicLinkEmailAsync("a@c.d"));
        }

        clock.SetBack(TimeSpan.FromHours(1));
        recorder.Clock.Advance(TimeSpan.FromSeconds(5.1));

        Assert.True((await recorder.Client.Auth.SendMagicLinkEmailAsync("a@c.d")).IsSuccess);
    }

    private sealed class ClockThatIsSet(TimeProvider time) : TimeProvider
    {
        private TimeSpan _back;

        public override long TimestampFrequency => time.TimestampFrequency;

        public void SetBack(TimeSpan by) => _back += by;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() - _back;

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            time.CreateTimer(callback, state, dueTime, period);
    }
}
