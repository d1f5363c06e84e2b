using System.Reflection;
using System.Runtime.CompilerServices;
using AltogicAuth.EmailLinks;

namespace AltogicAuth.Tests.Security;

/// <summary>A record prints what it holds, unless told otherwise: one careless log line would be enough.</summary>
public sealed class RecordTests
{
    private const string Secret = "ada@example.test";

    public static TheoryData<Type> Records =>
    [
        .. typeof(LinkRequest).Assembly.GetTypes()
            .Where(type => type.GetMethod("<Clone>$") is not null && !type.ContainsGenericParameters && SecretsOf(type).Any()),
    ];

    [Theory, MemberData(nameof(Records))]
    public void Records_do_not_print_secrets(Type type)
    {
        var record = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in SecretsOf(type))
        {
            property.SetValue(record, Secret);
        }

        Assert.DoesNotContain(Secret, record.ToString());
    }

    private static IEnumerable<PropertyInfo> SecretsOf(Type type) => type.GetProperties()
        .Where(property => property.CanWrite && property.PropertyType == typeof(string))
        .Where(property => ((string[])["Email", "Identifier", "Password", "Token"]).Any(property.Name.EndsWith));
}
