-- Oldest program: 1.0.0

-- Codes that were sent to a number. The hash is keyed: six digits can be guessed. A user has one code for each action.
create table codes (
    id integer primary key autoincrement,
    phone text not null,
    user_id text not null references users on delete cascade,
    action text not null,
    hash blob not null,
    expires_at integer not null,
    attempts integer not null default 0,
    unique (user_id, action));
create index codes_of_phone on codes (phone);
create index codes_by_expiry on codes (expires_at);

-- Wrong codes of a number within a day, over all of its codes.
create table wrong_codes (
    phone text primary key,
    started_at integer not null,
    count integer not null);
create index wrong_codes_by_age on wrong_codes (started_at);

-- SMS wait beside the mails. A row is deleted with the code in it.
alter table outbox add column channel text not null default 'mail';
alter table outbox add column code_id integer references codes on delete cascade;
drop index outbox_by_due_time;
create index outbox_by_due_time on outbox (channel, due_at, id);
create index outbox_of_code on outbox (code_id);

alter table mails add column channel text not null default 'mail';
