namespace AltogicAuth.Backend.Data.Queries;

/// <summary>
/// What the databases do not have in common: fields inside the JSON column <c>fields</c>. A path is the name of a parameter that has
/// the value of <see cref="PathOf"/>. No expression fails on a field of another type; it is null then.
/// </summary>
internal interface IJsonDialect
{
    /// <summary>A parameter with JSON text, as a value of the column.</summary>
    string Json(string parameter);

    string PathOf(FieldPath field);

    /// <summary>The value of a parameter that is compared with numbers.</summary>
    object NumberOf(decimal value);

    /// <summary>Compares texts by their code points.</summary>
    string Text(string path);

    string Number(string path);

    string Boolean(string path);

    string IsMissing(string path);

    /// <summary>The order of types: nothing, numbers, texts, objects, lists, false, true.</summary>
    string TypeRank(string path);
}
