namespace AltogicAuth.Web;

public static class Theme
{
    public const string Cookie = "theme";
    public const string System = "system";

    public static readonly string[] Choices = [System, "light", "dark"];

    public static string Of(string? cookie) => Choices.Contains(cookie) ? cookie! : System;
}
