-- Oldest program: 1.0.0

-- The keys by which a site with the backend in its process encrypts cookies.
create table key_ring (
    number integer primary key autoincrement,
    name text not null,
    element text not null);
