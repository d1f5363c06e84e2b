namespace AltogicAuth.Web;

/// <summary>Light, dark, or what the system says. Kept in a cookie, so the first byte is right without a script.</summary>
public static class Theme
{
    public const string Cookie = "theme";
    public const string System = "system";

    public static readonly string[] Choices = [System, "light", "dark"];

    /// <summary>The choice that a cookie names; rubbish counts as none.</summary>
    public static string Of(string? cookie) => Choices.Contains(cookie) ? cookie! : System;
}
