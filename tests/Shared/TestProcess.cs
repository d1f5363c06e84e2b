using System.Runtime.CompilerServices;

namespace AltogicAuth.Tests.Shared;

/// <summary>What holds for a process of tests and for those that it starts.</summary>
internal static class TestProcess
{
    // A host watches its settings files, and a system allows few watchers for each user. No test changes a file.
    [ModuleInitializer]
    internal static void WatchNoFiles() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}
