-- Oldest program: 1.0.0

-- Security events. They are deleted with their user.
create table audit (
    number bigint generated always as identity primary key,
    user_id text not null references users on delete cascade,
    kind text not null,
    happened_at bigint not null,
    client_address text,
    browser text not null,
    system text not null);
create index audit_of_user on audit (user_id, kind, number);
create index audit_by_age on audit (happened_at);
