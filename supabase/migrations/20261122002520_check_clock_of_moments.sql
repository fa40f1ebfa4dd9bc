-- W4 for moments: an instant with the offset of the clocks on the wall behind it is judged by its instant.
create or replace function sync.check_clock(p_mutations jsonb) returns void
language plpgsql as $$
declare
  v_latest bigint := sync.clock_ms() + 5 * 60 * 1000;
  v_stamp text collate "C" := lpad(to_hex(v_latest), 12, '0');
  v_instant text collate "C" := sync.instant(to_timestamp(v_latest / 1000.0));
begin
  if exists (
    select from jsonb_array_elements(p_mutations) as e(m)
    cross join lateral jsonb_array_elements(e.m -> 'ops') as o(op)
    left join sync.tables t on t.name = o.op ->> 'table'
    where case when o.op -> 'row' ->> 'stamp' ~ '^[0-9a-f]{12}-' then left(o.op -> 'row' ->> 'stamp', 12) > v_stamp else false end
      or exists (
        select from jsonb_array_elements_text(t.spec -> 'instants') as i(name)
        where case when o.op -> 'row' ->> i.name ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z([+-][0-9]{2}:[0-9]{2})?$'
          then left(o.op -> 'row' ->> i.name, 24) > v_instant else false end)
  ) then
    perform sync.fail('PT409', 'clock_ahead', 'the batch is from the future');
  end if;
end
$$;

revoke all on all functions in schema sync from public;
