using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace AltogicAuth.Tests;

/// <summary>Folders of the app depend on each other in one direction. Method bodies count, not just signatures.</summary>
public sealed class ArchitectureTests
{
    /// <summary>Each may use those after it.</summary>
    private static readonly string[] Layers = ["Pages", "Accounts", "PhoneCodes", "EmailLinks", "Messages", "Providers", "Authentication", "RateLimiting", "Web"];

    /// <summary>These use nothing of the app, and every layer may use them.</summary>
    private static readonly string[] Independent = ["Passwords", "Photos", "Resources"];

    private static readonly Lazy<Architecture> App = new(() => new ArchLoader().LoadAssembly(typeof(Program).Assembly).Build());

    [Fact]
    public void Folders_depend_in_one_direction()
    {
        var wrong =
            from type in App.Value.Types
            let folder = FolderOf(type)
            where folder is not null
            from dependency in type.Dependencies
            let used = FolderOf(dependency.Target)
            where used is not null && used != folder && !MayUse(folder, used)
            select $"{type.FullName} ({folder}) uses {dependency.Target.FullName} ({used})";

        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void Every_folder_belongs_to_a_layer()
    {
        var folders = App.Value.Types.Select(FolderOf).OfType<string>().Distinct().Order();

        Assert.Equal(Layers.Concat(Independent).Append("Hosting").Order(), folders);
    }

    [Fact]
    public void Web_and_independent_folders_do_not_use_Altogic()
    {
        var wrong =
            from type in App.Value.Types
            where FolderOf(type) is "Web" or "Passwords" or "Photos" or "Resources"
            from dependency in type.Dependencies
            where NamespaceOf(dependency.Target) is "Altogic"
            select $"{type.FullName} uses {dependency.Target.FullName}";

        Assert.Empty(wrong.Distinct());
    }

    private static bool MayUse(string folder, string used) =>
        folder == "Hosting" ||
        Independent.Contains(used) && !Independent.Contains(folder) ||
        Layers.IndexOf(folder) is >= 0 and var from && Layers.IndexOf(used) > from;

    /// <summary>The first part of a namespace below the app's own. Compiled views belong to their pages, the backend is another assembly.</summary>
    private static string? FolderOf(IType type) => NamespaceOf(type).Split('.') switch
    {
        ["AspNetCoreGeneratedDocument", ..] => "Pages",
        ["AltogicAuth", not "Backend" and var folder, ..] => folder,
        _ => null,
    };

    private static string NamespaceOf(IType type) => type.Namespace?.FullName ?? "";
}
