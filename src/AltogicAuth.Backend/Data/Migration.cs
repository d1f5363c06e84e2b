using System.Globalization;
using System.Reflection;

namespace AltogicAuth.Backend.Data;

/// <summary>One change of the schema. The first line of its SQL names the oldest version of the program that works on the result.</summary>
internal sealed record Migration(string Name, string Sql)
{
    private const string OldestProgramLine = "-- Oldest program: ";

    public int Number => int.Parse(Name.Split('-')[0], CultureInfo.InvariantCulture);

    public Version OldestProgram => Version.Parse(Sql.Split('\n')[0].Trim()[OldestProgramLine.Length..]);

    /// <summary>Those of one database, in their order.</summary>
    public static IReadOnlyList<Migration> Of(DatabaseProvider provider)
    {
        var folder = $"migrations/{provider}/";
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => new Migration(name[folder.Length..], Read(assembly, name))),
        ];
    }

    private static string Read(Assembly assembly, string name)
    {
        using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return text.ReadToEnd();
    }
}
