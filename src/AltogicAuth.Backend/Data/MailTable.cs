namespace AltogicAuth.Backend.Data;

internal static class MailTable
{
    public const string Schema = """
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

    private const string Select = "select id, recipient as \"To\", subject, action, link, time, html, plain as Text from mails";

    /// <summary>Newest first.</summary>
    public static Task<IReadOnlyList<MailRecord>> AllAsync(DataConnection connection) =>
        connection.QueryAsync<MailRecord>($"{Select} order by id desc");

    public static Task<MailRecord?> FindAsync(DataConnection connection, long id) =>
        connection.FindAsync<MailRecord>($"{Select} where id = @id", new { id });

    public static Task InsertAsync(DataConnection connection, MailRecord mail) => connection.ExecuteAsync(
        "insert into mails (recipient, subject, action, link, time, html, plain) values (@To, @Subject, @Action, @Link, @Time, @Html, @Text)", mail);

    public static Task KeepNewestAsync(DataConnection connection, int count) =>
        connection.ExecuteAsync("delete from mails where id <= (select max(id) from mails) - @count", new { count });
}
