-- Oldest program: 1.0.0

-- Security events. They are deleted with their user.
create table audit (
    number integer primary key autoincrement,
    user_id text not null references users on delete cascade,
    kind text not null,
    happened_at integer not null,
    client_address text,
    browser text not null,
    system text not null);
create index audit_of_user on audit (user_id, kind, number);
create index audit_by_age on audit (happened_at);
