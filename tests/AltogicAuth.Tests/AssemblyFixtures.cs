using AltogicAuth.Tests.App;

[assembly: AssemblyFixture(typeof(TestApp))]
