namespace AltogicAuth.Resources;

/// <summary>Names the resource files <c>Texts.resx</c> (English) and <c>Texts.{language}.resx</c>: every text of the pages.</summary>
public sealed class Texts;
