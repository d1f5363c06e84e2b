-- Oldest program: 1.0.0

-- Mails to send. A row is deleted when its mail was sent or given up, and with the link that the mail has. The content is encrypted.
create table outbox (
    id integer primary key autoincrement,
    message_id text not null,
    link_id integer references links on delete cascade,
    recipient text not null,
    action text not null,
    content blob not null,
    created_at integer not null,
    due_at integer not null,
    attempts integer not null default 0);
create index outbox_by_due_time on outbox (due_at, id);
create index outbox_of_link on outbox (link_id);

-- The mailbox had its links in plain text. Its mails are not worth more than the secrets in them.
drop table mails;
create table mails (
    id integer primary key autoincrement,
    recipient text not null,
    action text not null,
    content blob not null,
    sent_at integer not null);
