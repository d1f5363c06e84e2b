using Microsoft.Data.Sqlite;

namespace AltogicAuth.Backend.Tables;

/// <summary>The mails that would have been sent, the newest thousand.</summary>
internal sealed class MailTable(BackendDatabase database, BackendClock clock)
{
    public const string Table = """
        create table if not exists mails (
            id integer primary key autoincrement,
            recipient text not null,
            subject text not null,
            action text not null,
            link text not null,
            time text not null,
            html text not null,
            plain text not null)
        """;

    private const int Kept = 1_000;
    private const string Columns = "select id, recipient, subject, action, link, time, html, plain from mails";

    public Task AddAsync(string to, string subject, string action, string link, string html, string text) =>
        database.WriteAsync(c =>
        {
            c.Run("insert into mails (recipient, subject, action, link, time, html, plain) values ($to, $subject, $action, $link, $time, $html, $text)",
                ("$to", to), ("$subject", subject), ("$action", action), ("$link", link), ("$time", Ids.Time(clock.Now)),
                ("$html", html), ("$text", text));
            c.Run("delete from mails where id <= last_insert_rowid() - $kept", ("$kept", Kept));
        });

    /// <summary>Newest first.</summary>
    public IReadOnlyList<MailRecord> All() =>
        database.Read(c => c.Query($"{Columns} order by id desc", Read));

    public MailRecord? Find(long id) => database.Read(c => c.Query($"{Columns} where id = $id", Read, ("$id", id)).SingleOrDefault());

    private static MailRecord Read(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6),
        row.GetString(7));
}
