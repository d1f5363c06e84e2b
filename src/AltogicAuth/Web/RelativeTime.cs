namespace AltogicAuth.Web;

public static class RelativeTime
{
    public static string Ago(this IStringLocalizer<Texts> texts, TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => texts["Ago.Now"],
        { TotalHours: < 1 } => texts.Plural("Ago.Minute", (int)age.TotalMinutes),
        { TotalDays: < 1 } => texts.Plural("Ago.Hour", (int)age.TotalHours),
        _ => texts.Plural("Ago.Day", (int)age.TotalDays),
    };
}
