namespace AltogicAuth.Web;

/// <summary>Light, dark, or as the system. A cookie stores it, so pages need no script for it.</summary>
public static class Theme
{
    public const string Cookie = "theme";
    public const string System = "system";

    public static readonly string[] Choices = [System, "light", "dark"];

    public static string Of(string? cookie) => Choices.Contains(cookie) ? cookie! : System;
}
