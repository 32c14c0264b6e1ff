-- Which version of the key function the index over the baseline was built with.
create table store.index_version(version varchar not null);
