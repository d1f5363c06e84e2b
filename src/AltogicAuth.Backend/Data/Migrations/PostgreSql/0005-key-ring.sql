-- Oldest program: 1.0.0

-- The keys by which a site with the backend in its process encrypts cookies.
create table key_ring (
    number bigint generated always as identity primary key,
    name text not null,
    element text not null);
