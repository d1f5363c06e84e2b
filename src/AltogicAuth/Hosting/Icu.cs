using System.Globalization;

namespace AltogicAuth.Hosting;

/// <summary>ICU is what .NET knows languages and Unicode by. Without it one mailbox could become two accounts, and Turkish is missing.</summary>
public static class Icu
{
    public static void Require()
    {
        if (NameOfTurkish() != "Türkçe")
        {
            throw new InvalidOperationException(
                "ICU is missing or has no Turkish: install it with all its data (icu-libs and icu-data-full on Alpine), " +
                "and leave DOTNET_SYSTEM_GLOBALIZATION_INVARIANT unset or false.");
        }
    }

    private static string? NameOfTurkish()
    {
        try
        {
            return CultureInfo.GetCultureInfo("tr").NativeName;
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}
