namespace AltogicAuth.LocalBackend.Tables;

/// <summary>What a single-use token is for: the key of a mailed link, or the access token that the link yields.</summary>
internal enum TokenKind
{
    Link,
    Access,
}
