-- K5: `infinity` is a date to Postgres, and no refusal of its own (0A000): it would have stopped the whole push. Now its mutation is refused.
create or replace function sync.check_day_ahead(p_day date) returns void
language plpgsql as $$
begin
  if not p_day between '0001-01-01' and '9999-12-31' then
    perform sync.fail('22023', 'bad_day', 'a date that no calendar has');
  end if;
  if (extract(epoch from p_day::timestamp at time zone 'UTC') * 1000)::bigint > sync.clock_ms() + 48 * 3600000 then
    perform sync.fail('22008', 'day_ahead', 'a date more than 48 hours ahead');
  end if;
end
$$;

-- As before, but that the date itself is looked at first.
create or replace function sync.check_activity() returns trigger
language plpgsql as $$
begin
  perform sync.check_day_ahead(new.day);
  if new.started_at < (new.day::timestamp at time zone 'UTC') - interval '18 hours'
    or new.started_at >= (new.day::timestamp at time zone 'UTC') + interval '48 hours' then
    perform sync.fail('22023', 'bad_day', 'an activity counts for another date than its own');
  end if;
  return new;
end
$$;

create or replace function sync.check_streak_day() returns trigger
language plpgsql as $$
declare
  v_first record;
  v_last record;
  v_start bigint;
  v_end bigint;
begin
  perform sync.check_day_ahead(new.day);
  v_start := extract(epoch from new.day::timestamp at time zone 'UTC')::bigint * 1000;
  v_end := v_start + (24 + 6) * 3600000;
  select m.at, m.at + m.zone * 60000 as wall into v_first from sync.read_moment(new.first_moment) m;
  select m.at, m.at + m.zone * 60000 as wall into v_last from sync.read_moment(new.last_moment) m;
  if v_first.at is null or v_last.at is null or v_last.at < v_first.at then
    perform sync.fail('22023', 'bad_moment', 'a day needs a first and a last moment');
  end if;
  if v_first.wall not between v_start and v_end - 1 or v_last.wall not between v_start and v_end - 1 then
    perform sync.fail('22023', 'bad_day', 'the moments of a day lie on another date');
  end if;
  return new;
end
$$;

revoke all on all functions in schema sync from public;
