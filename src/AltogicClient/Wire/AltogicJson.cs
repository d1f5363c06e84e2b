using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Altogic.Wire;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, PropertyNameCaseInsensitive = false, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(AltogicUser))]
[JsonSerializable(typeof(AltogicSession[]))]
[JsonSerializable(typeof(AuthGrant))]
[JsonSerializable(typeof(AltogicFile))]
[JsonSerializable(typeof(AltogicFile[]))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(string))]
internal sealed partial class AltogicJson : JsonSerializerContext;
