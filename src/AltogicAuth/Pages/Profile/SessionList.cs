namespace AltogicAuth.Pages.Profile;

public sealed record SessionList(IReadOnlyList<SessionRow> Rows, int Total, int PageNumber, int PageCount, bool IsTooLong)
{
    private const int RowsPerPage = 50;

    public static readonly SessionList Empty = new([], 0, 1, 1, IsTooLong: false);

    public bool HasOthers => IsTooLong || Total > 1;

    public static SessionList Of(IReadOnlyList<AltogicSession>? sessions, SessionToken current, int page)
    {
        var all = sessions ?? [];
        var pageCount = Math.Max(1, (all.Count + RowsPerPage - 1) / RowsPerPage);
        var number = Math.Clamp(page, 1, pageCount);
        var rows = SessionRow.List(all, current).Skip((number - 1) * RowsPerPage).Take(RowsPerPage);
        return new SessionList([.. rows], all.Count, number, pageCount, IsTooLong: sessions is null);
    }
}
