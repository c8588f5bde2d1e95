-- Appends many segments (the events of one stream that stand on one revision) in one commit.
-- Answers the head before the append and, per segment, the revision its stream had: those equal to `wanted` were appended, at
-- positions head + 1, head + 2, … in the order given; the others were not.
-- The lock is a statement of its own before all others: a statement that waits for a lock reads the snapshot of before it waited.
-- No sequence: its numbers would leave holes after a conflict and become visible out of order.
create function dealtrail.append_events(
  streams text[], wanted integer[],
  segments integer[], revisions integer[], ids uuid[], types text[], versions smallint[],
  data text[], metadata text[], recorded_at text, hashes bytea[],
  out head bigint, out actual integer[]
) language plpgsql volatile as $$
declare
  won boolean[];
  added bigint;
begin
  perform pg_advisory_xact_lock(4835001);

  select coalesce(max(e.position), 0) into head from dealtrail.events e;

  select array_agg(s.revision order by s.n), array_agg(s.revision = s.wanted order by s.n) into actual, won
  from (
    select s.n, s.wanted, coalesce(
      (select e.revision from dealtrail.events e where e.stream = s.stream order by e.revision desc limit 1), -1) as revision
    from unnest(streams, wanted) with ordinality as s (stream, wanted, n)
  ) s;

  insert into dealtrail.events (position, stream, revision, id, type, version, data, metadata, recorded_at, hash)
  select head + row_number() over (order by e.n), streams[e.segment], e.revision, e.id, e.type, e.version, e.data, e.metadata,
    append_events.recorded_at, e.hash
  from unnest(segments, revisions, ids, types, versions, data, metadata, hashes) with ordinality
    as e (segment, revision, id, type, version, data, metadata, hash, n)
  where won[e.segment];
  get diagnostics added = row_count;

  if added > 0 then
    perform pg_notify('dealtrail_events', (head + added)::text);
  end if;
end $$;
