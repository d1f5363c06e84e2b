-- Oldest program: 1.0.0

-- The bytes of files in pieces, so that none is in memory as a whole. A content id is never used again.
create table file_chunks (
    content_id text not null,
    number integer not null,
    bytes blob not null,
    primary key (content_id, number));

-- Contents that no file refers to, and when they are deleted: those being uploaded later, those of deleted files at once.
create table unused_contents (
    id text primary key,
    delete_at integer not null);
create index unused_contents_by_time on unused_contents (delete_at);

insert into file_chunks (content_id, number, bytes)
with recursive chunks (id, number, size) as (
    select id, 0, length(content) from files where length(content) > 0
    union all select id, number + 1, size from chunks where (number + 1) * 65536 < size)
select chunks.id, chunks.number, substr(files.content, chunks.number * 65536 + 1, 65536)
from chunks join files on files.id = chunks.id;

alter table files rename to files_with_content;

create table files (
    number integer primary key autoincrement,
    id text not null unique,
    bucket_id text not null references buckets on delete cascade,
    name text not null,
    user_id text references users on delete cascade,
    is_public integer not null,
    fields text not null,
    content_id text not null unique,
    size integer not null,
    unique (bucket_id, name));

insert into files (number, id, bucket_id, name, user_id, is_public, fields, content_id, size)
select number, id, bucket_id, name, user_id, is_public, fields, id, length(content) from files_with_content;
drop table files_with_content;
create index files_of_user on files (user_id, bucket_id);

create trigger file_deleted after delete on files begin
    insert into unused_contents (id, delete_at) values (old.content_id, 0);
end;

create trigger content_replaced after update of content_id on files when old.content_id <> new.content_id begin
    insert into unused_contents (id, delete_at) values (old.content_id, 0);
end;
