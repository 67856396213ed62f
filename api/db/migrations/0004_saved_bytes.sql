-- Everything an attempt has ever saved, deleted and replaced contents too: they stay in the table of blobs.
alter table attempt add column saved_bytes bigint not null default 0;
