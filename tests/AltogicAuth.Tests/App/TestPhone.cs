using System.Security.Cryptography;

namespace AltogicAuth.Tests.App;

public static class TestPhone
{
    /// <summary>A Turkish mobile number that no other test has.</summary>
    public static string New() => $"+90532{RandomNumberGenerator.GetInt32(10_000_000):D7}";

    /// <summary>As a page shows it.</summary>
    public static string Shown(string number) => $"+90 {number[3..6]} {number[6..9]} {number[9..11]} {number[11..]}";
}
