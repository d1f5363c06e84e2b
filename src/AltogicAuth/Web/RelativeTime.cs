namespace AltogicAuth.Web;

public static class RelativeTime
{
    public static string Ago(this IStringLocalizer<Texts> texts, TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => texts["Ago.Now"],
        { TotalHours: < 1 } => texts.Count("Ago.Minute", (int)age.TotalMinutes),
        { TotalDays: < 1 } => texts.Count("Ago.Hour", (int)age.TotalHours),
        _ => texts.Count("Ago.Day", (int)age.TotalDays),
    };

    public static string Count(this IStringLocalizer<Texts> texts, string unit, int count) => count == 1 ? texts[unit] : texts[$"{unit}s", count];
}
