-- Oldest program: 1.0.0

-- One row.
create table environment (
    only_row integer primary key check (only_row = 1),
    id text not null,
    key_check bytea not null,
    write_checks bigint not null default 0,
    max_sessions integer);

-- Times are milliseconds since 1970, UTC.
create table users (
    id text primary key,
    email text unique,
    email_verified boolean not null,
    phone text unique,
    phone_verified boolean not null,
    name text,
    profile_picture text,
    sign_up_at bigint not null,
    last_login_at bigint not null,
    fields jsonb not null);
create index users_unconfirmed on users (sign_up_at) where not email_verified and not phone_verified;
create index users_with_registration_key on users (sign_up_at) where fields ->> 'registrationKey' is not null;

create table sign_in_methods (
    user_id text not null references users on delete cascade,
    kind text not null,
    identifier text not null,
    secret text,
    is_held boolean not null,
    primary key (user_id, kind),
    unique (kind, identifier));

-- A token is found by its hash. It is encrypted and not only hashed, because the list of sessions returns it.
create table sessions (
    number bigint generated always as identity primary key,
    token_hash bytea not null unique,
    token bytea not null,
    user_id text not null references users on delete cascade,
    created_at bigint not null,
    user_agent jsonb not null,
    last_used_at bigint not null,
    client_address text);
create index sessions_of_user on sessions (user_id, number);
create index sessions_by_age on sessions (created_at);

create table links (
    id bigint generated always as identity primary key,
    hash text not null unique,
    user_id text not null references users on delete cascade,
    action text not null,
    email text,
    expires_at bigint not null);
create index links_of_user on links (user_id);
create index links_by_expiry on links (expires_at);

create table mails (
    id bigint generated always as identity primary key,
    recipient text not null,
    subject text not null,
    action text not null,
    link text not null,
    sent_at bigint not null,
    html text not null,
    plain text not null);

create table buckets (
    id text primary key,
    name text collate "C" not null unique,
    is_public boolean not null,
    user_id text references users on delete set null,
    fields jsonb not null);
create index buckets_of_user on buckets (user_id);

create table files (
    number bigint generated always as identity primary key,
    id text not null unique,
    bucket_id text not null references buckets on delete cascade,
    name text not null,
    user_id text references users on delete cascade,
    is_public boolean not null,
    fields jsonb not null,
    content bytea not null,
    unique (bucket_id, name));
create index files_of_user on files (user_id, bucket_id);

create table objects (
    number bigint generated always as identity primary key,
    model text not null,
    id text not null,
    user_id text references users on delete cascade,
    fields jsonb not null,
    unique (model, id));
create index objects_of_user on objects (user_id, model);

-- Unlogged: a crash of the database server may reset the counts, and an attempt costs no write to the disk.
create unlogged table attempts (
    key text primary key,
    started_at bigint not null,
    count integer not null);
create index attempts_by_age on attempts (started_at);
