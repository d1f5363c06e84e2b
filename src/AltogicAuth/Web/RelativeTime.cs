namespace AltogicAuth.Web;

public static class RelativeTime
{
    public static string Ago(this IStringLocalizer<Texts> texts, TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => texts["Ago.Now"],
        { TotalHours: < 1 } => texts.Count("Minute", (int)age.TotalMinutes),
        { TotalDays: < 1 } => texts.Count("Hour", (int)age.TotalHours),
        _ => texts.Count("Day", (int)age.TotalDays),
    };

    private static string Count(this IStringLocalizer<Texts> texts, string unit, int count) =>
        count == 1 ? texts[$"Ago.{unit}"] : texts[$"Ago.{unit}s", count];
}
