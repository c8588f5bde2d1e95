-- Appends many segments (the events of one stream that stand on one revision) in one commit.
-- Answers the head before the append and, per segment, the revision its stream had: those equal to `wanted` were appended, at
-- positions head + 1, head + 2, … in the order given; the others were not.
-- The lock is taken before all else: a statement that waits for a lock reads the snapshot of before it waited.
-- No sequence: its numbers would leave holes after a conflict and become visible out of order.
create function dealtrail.append_events(
  streams text[], wanted integer[],
  segments integer[], revisions integer[], ids uuid[], types text[], versions smallint[],
  data text[], metadata text[], recorded_at text, hashes bytea[],
  out head bigint, out actual integer[]
) language plpgsql volatile as $$
declare
  added bigint;
  done boolean;
begin
  -- An assignment is evaluated without a plan of its own; the statements after it see what the lock has let through.
  done := pg_advisory_xact_lock(4835001) is null;

  if cardinality(streams) = 1 then
    select coalesce(max(e.position), 0), array[coalesce(
        (select l.revision from dealtrail.events l where l.stream = streams[1] order by l.revision desc limit 1), -1)]
      into head, actual from dealtrail.events e;
  else
    select coalesce(max(e.position), 0) into head from dealtrail.events e;
    select array_agg(coalesce(
        (select l.revision from dealtrail.events l where l.stream = s.stream order by l.revision desc limit 1), -1) order by s.n)
      into actual from unnest(streams, wanted) with ordinality as s (stream, wanted, n);
  end if;

  if actual <> wanted then
    insert into dealtrail.events (position, stream, revision, id, type, version, data, metadata, recorded_at, hash)
    select head + row_number() over (order by e.n), streams[e.segment], e.revision, e.id, e.type, e.version, e.data,
      e.metadata, append_events.recorded_at, e.hash
    from unnest(segments, revisions, ids, types, versions, data, metadata, hashes) with ordinality
      as e (segment, revision, id, type, version, data, metadata, hash, n)
    where actual[e.segment] = wanted[e.segment];
    get diagnostics added = row_count;
  elsif cardinality(ids) = 1 then
    insert into dealtrail.events (position, stream, revision, id, type, version, data, metadata, recorded_at, hash)
    values (head + 1, streams[1], revisions[1], ids[1], types[1], versions[1], data[1], metadata[1], recorded_at, hashes[1]);
    added := 1;
  else
    insert into dealtrail.events (position, stream, revision, id, type, version, data, metadata, recorded_at, hash)
    select head + e.n, streams[e.segment], e.revision, e.id, e.type, e.version, e.data, e.metadata,
      append_events.recorded_at, e.hash
    from unnest(segments, revisions, ids, types, versions, data, metadata, hashes) with ordinality
      as e (segment, revision, id, type, version, data, metadata, hash, n);
    added := cardinality(ids);
  end if;

  if added > 0 then
    done := pg_notify('dealtrail_events', (head + added)::text) is null;
  end if;
end $$;
