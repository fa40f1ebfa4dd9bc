-- Room for what only our own functions use. PostgREST does not expose it, and nobody but the owner may use it.
create schema sync;

-- Every synced table and how two versions of a row merge: the same words as src/domain/tables.ts, in the same order.
-- A contract test compares the two. `newest`: how many rows of it a new device gets in its first answer (L4).
create table sync.tables (
  name text collate "C" primary key,
  spec jsonb not null,
  newest integer not null check (newest > 0)
);
alter table sync.tables enable row level security;

-- Refuses with a machine-readable word in `detail`, beside the code: the adapter reads these two, never the message.
create function sync.fail(p_code text, p_detail text, p_message text) returns void
language plpgsql as $$
begin
  raise exception using errcode = p_code, message = p_message, detail = p_detail;
end
$$;

-- An instant as it is on the wire and on the device.
create function sync.instant(p_at timestamptz) returns text
language sql stable as $$
  select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- Whole milliseconds of the server's clock since 1970.
create function sync.clock_ms() returns bigint
language sql volatile as $$
  select floor(extract(epoch from clock_timestamp()) * 1000)::bigint
$$;

-- The union of an array of sets, in byte order: sets are jsonb arrays without repeats.
create function sync.set_union(p_sets jsonb) returns jsonb
language sql immutable as $$
  select coalesce(jsonb_agg(u.element order by u.element::text collate "C"), '[]'::jsonb)
  from (
    select distinct e.element
    from jsonb_array_elements(p_sets) as s(set)
    cross join lateral jsonb_array_elements(case when jsonb_typeof(s.set) = 'array' then s.set else '[]'::jsonb end) as e(element)
  ) u
$$;

revoke all on all functions in schema sync from public;
