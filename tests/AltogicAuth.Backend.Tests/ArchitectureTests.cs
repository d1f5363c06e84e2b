using AltogicAuth.Backend.Hosting;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace AltogicAuth.Backend.Tests;

/// <summary>Folders of the backend depend on each other in one direction. Method bodies count, not just signatures.</summary>
public sealed class ArchitectureTests
{
    private const string Root = "";

    /// <summary>The folders that each folder may use, besides the root.</summary>
    private static readonly Dictionary<string, string[]> Uses = new()
    {
        [Root] = [],
        ["Data"] = [],
        ["Messaging"] = ["Data"],
        ["Accounts"] = ["Data", "Messaging"],
        ["Objects"] = ["Data", "Messaging"],
        ["Storage"] = ["Data", "Messaging"],
        ["Providers"] = ["Accounts", "Data"],
        ["Api"] = ["Accounts", "Objects", "Providers", "Storage", "Messaging", "Data"],
        ["Development"] = ["Api", "Accounts", "Messaging", "Data"],
        ["Hosting"] = ["Accounts", "Api", "Data", "Development", "Messaging", "Objects", "Providers", "Storage"],
    };

    private static readonly Lazy<Architecture> Backend = new(() => new ArchLoader().LoadAssembly(typeof(BackendSetup).Assembly).Build());

    [Fact]
    public void Folders_depend_on_each_other_in_one_direction()
    {
        var wrong =
            from type in Backend.Value.Types
            let folder = FolderOf(type)
            where folder is not null
            from dependency in type.Dependencies
            let used = FolderOf(dependency.Target)
            where used is not null and not Root && used != folder && !Uses[folder].Contains(used)
            select $"{type.FullName} ({folder}) uses {dependency.Target.FullName} ({used})";

        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void Every_folder_has_its_place()
    {
        Assert.Equal(Uses.Keys.Order(), Backend.Value.Types.Select(FolderOf).OfType<string>().Distinct().Order());
    }

    [Fact]
    public void Rules_do_not_know_HTTP()
    {
        // The root parses the address that the server listens on.
        Assert.Empty(UsersOf("Microsoft.AspNetCore.Http", exceptIn: [Root, "Api", "Development", "Hosting", "Providers"]));
        Assert.Empty(UsersOf("Microsoft.AspNetCore.Routing", exceptIn: ["Api", "Development", "Hosting"]));
    }

    [Fact]
    public void Only_Data_knows_the_database_driver()
    {
        Assert.Empty(UsersOf("Microsoft.Data.Sqlite", exceptIn: ["Data"]));
        Assert.Empty(UsersOf("Npgsql", exceptIn: ["Data"]));
        Assert.Empty(UsersOf("DbUp", exceptIn: ["Data"]));
        Assert.Empty(UsersOf("Dapper", exceptIn: ["Data"]));
        Assert.Empty(UsersOf("System.Data", exceptIn: ["Data", "Hosting"]));
    }

    [Fact]
    public void Only_Providers_knows_the_OAuth_client()
    {
        Assert.Empty(UsersOf("OpenIddict", exceptIn: ["Providers"]));
        Assert.Empty(UsersOf("Microsoft.IdentityModel", exceptIn: ["Providers"]));
    }

    private static IEnumerable<string> UsersOf(string library, string[] exceptIn) =>
        from type in Backend.Value.Types
        let folder = FolderOf(type)
        where folder is not null && !exceptIn.Contains(folder)
        from dependency in type.Dependencies
        where NamespaceOf(dependency.Target) is var used && (used == library || used.StartsWith($"{library}.", StringComparison.Ordinal))
        select $"{type.FullName} uses {dependency.Target.FullName}";

    /// <summary>The first part of a namespace below the backend's own; null for types of other assemblies.</summary>
    private static string? FolderOf(IType type) => NamespaceOf(type).Split('.') switch
    {
        ["AltogicAuth", "Backend"] => Root,
        ["AltogicAuth", "Backend", var folder, ..] => folder,
        _ => null,
    };

    private static string NamespaceOf(IType type) => type.Namespace?.FullName ?? "";
}
