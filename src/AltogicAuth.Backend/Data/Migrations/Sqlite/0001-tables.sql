-- Oldest program: 1.0.0

-- One row.
create table environment (
    only_row integer primary key check (only_row = 1),
    id text not null,
    key_check blob not null,
    write_checks integer not null default 0,
    max_sessions integer);

-- Times are milliseconds since 1970, UTC.
create table users (
    id text primary key,
    email text unique,
    email_verified integer not null,
    phone text unique,
    phone_verified integer not null,
    name text,
    profile_picture text,
    sign_up_at integer not null,
    last_login_at integer not null,
    fields text not null);
create index users_unconfirmed on users (sign_up_at) where not email_verified and not phone_verified;
create index users_with_registration_key on users (sign_up_at) where fields ->> 'registrationKey' is not null;

create table sign_in_methods (
    user_id text not null references users on delete cascade,
    kind text not null,
    identifier text not null,
    secret text,
    is_held integer not null,
    primary key (user_id, kind),
    unique (kind, identifier));

-- A token is found by its hash. It is encrypted and not only hashed, because the list of sessions returns it.
create table sessions (
    number integer primary key autoincrement,
    token_hash blob not null unique,
    token blob not null,
    user_id text not null references users on delete cascade,
    created_at integer not null,
    user_agent text not null,
    last_used_at integer not null,
    client_address text);
create index sessions_of_user on sessions (user_id, number);
create index sessions_by_age on sessions (created_at);

create table links (
    id integer primary key autoincrement,
    hash text not null unique,
    user_id text not null references users on delete cascade,
    action text not null,
    email text,
    expires_at integer not null);
create index links_of_user on links (user_id);
create index links_by_expiry on links (expires_at);

create table mails (
    id integer primary key autoincrement,
    recipient text not null,
    subject text not null,
    action text not null,
    link text not null,
    sent_at integer not null,
    html text not null,
    plain text not null);

create table buckets (
    id text primary key,
    name text not null unique,
    is_public integer not null,
    user_id text references users on delete set null,
    fields text not null);
create index buckets_of_user on buckets (user_id);

create table files (
    number integer primary key autoincrement,
    id text not null unique,
    bucket_id text not null references buckets on delete cascade,
    name text not null,
    user_id text references users on delete cascade,
    is_public integer not null,
    fields text not null,
    content blob not null,
    unique (bucket_id, name));
create index files_of_user on files (user_id, bucket_id);

create table objects (
    number integer primary key autoincrement,
    model text not null,
    id text not null,
    user_id text references users on delete cascade,
    fields text not null,
    unique (model, id));
create index objects_of_user on objects (user_id, model);
