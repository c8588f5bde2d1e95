-- The log. Only `append_events` writes it, nothing ever changes or removes a row.
-- `data` and `metadata` are text, not jsonb: the very bytes that were hashed, and jsonb refuses NUL and lone surrogates.
create table dealtrail.events (
  position    bigint   primary key,
  stream      text     collate "C" not null,
  revision    integer  not null,
  id          uuid     not null unique,
  type        text     collate "C" not null,
  version     smallint not null,
  data        text     not null,
  metadata    text     not null,
  recorded_at text     collate "C" not null,
  hash        bytea    not null,
  unique (stream, revision)
);

create function dealtrail.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the log is append-only' using errcode = 'restrict_violation';
end $$;

create trigger append_only before update or delete or truncate on dealtrail.events
  for each statement execute function dealtrail.refuse_change();

-- One data key per person, wrapped by the key-encryption key. Erasing empties `key`; the row stays, so that nobody makes a new one.
create table dealtrail.person_keys (
  person     text collate "C" primary key,
  key        bytea,
  created_at timestamptz not null default now(),
  erased_at  timestamptz
);

-- What must be the same at every start, such as the fingerprint of the master key.
create table dealtrail.settings (
  name  text collate "C" primary key,
  value text not null
);
