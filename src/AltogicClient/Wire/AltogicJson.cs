using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Altogic.Wire;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, PropertyNameCaseInsensitive = false, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonObject[]))]
[JsonSerializable(typeof(ObjectPage<JsonObject>))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(AltogicUser))]
[JsonSerializable(typeof(AltogicUser[]))]
[JsonSerializable(typeof(ObjectPage<AltogicUser>))]
[JsonSerializable(typeof(UpdateInfo))]
[JsonSerializable(typeof(DeleteInfo))]
[JsonSerializable(typeof(AltogicSession[]))]
[JsonSerializable(typeof(AuthGrant))]
[JsonSerializable(typeof(AltogicFile))]
[JsonSerializable(typeof(AltogicFile[]))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(string))]
internal sealed partial class AltogicJson : JsonSerializerContext
{
    /// <summary>For generic code: the type has to be listed above.</summary>
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!;
}
