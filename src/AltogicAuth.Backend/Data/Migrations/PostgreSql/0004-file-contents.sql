-- Oldest program: 1.0.0

-- The bytes of files in pieces, so that none is in memory as a whole. A content id is never used again.
create table file_chunks (
    content_id text not null,
    number integer not null,
    bytes bytea not null,
    primary key (content_id, number));
-- Pictures and videos are compressed already.
alter table file_chunks alter column bytes set storage external;

-- Contents that no file refers to, and when they are deleted: those being uploaded later, those of deleted files at once.
create table unused_contents (
    id text primary key,
    delete_at bigint not null);
create index unused_contents_by_time on unused_contents (delete_at);

insert into file_chunks (content_id, number, bytes)
select id, chunk, substring(content from chunk * 65536 + 1 for 65536)
from files, generate_series(0, (length(content) - 1) / 65536) chunk
where length(content) > 0;

alter table files add column content_id text unique, add column size bigint;
update files set content_id = id, size = length(content);
alter table files alter column content_id set not null, alter column size set not null, drop column content;

create function add_unused_content() returns trigger language plpgsql as $$
begin
    insert into unused_contents (id, delete_at) values (old.content_id, 0);
    return null;
end
$$;

create trigger file_deleted after delete on files
    for each row execute function add_unused_content();

create trigger content_replaced after update of content_id on files
    for each row when (old.content_id <> new.content_id) execute function add_unused_content();
