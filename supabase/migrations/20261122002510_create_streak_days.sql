-- Days with activity (K1): the calendar date where and when something happened, with its first and its last moment there. The id is
-- derived from the date, so that devices that do not know of each other write the same row.
create table public.streak_days (
  user_id uuid not null references auth.users (id) on delete cascade,
  id uuid not null,
  stamp text collate "C" not null check (stamp ~ '^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{16}$'),
  day date not null check (day between '0001-01-01' and '9999-12-31'),
  -- An instant and the offset of the clocks on the wall: as text, so that the join's min and max are the first and the last.
  first_moment text collate "C" not null,
  last_moment text collate "C" not null,
  deleted_at timestamptz,
  version bigint not null check (version > 0 and version < 9007199254740992),
  primary key (user_id, id)
);

create index streak_days_feed on public.streak_days (user_id, version, id);
create index streak_days_newest on public.streak_days (user_id, stamp desc, id);
create index streak_days_in_order on public.streak_days (user_id, day) include (first_moment, last_moment) where deleted_at is null;

alter table public.streak_days enable row level security;
revoke all on public.streak_days from public, anon, authenticated;
grant select on public.streak_days to authenticated;

create policy "people read their own days" on public.streak_days
  for select to authenticated using (user_id = (select auth.uid()));

-- A moment `2026-11-22T15:00:00.000Z+06:00` taken apart: ms since 1970, minutes east of UTC. Nulls for what is none.
create function sync.read_moment(p_moment text, out at bigint, out zone integer)
language sql immutable as $$
  select (extract(epoch from left(p_moment, 24)::timestamptz) * 1000)::bigint,
    (substr(p_moment, 25, 1) || '1')::integer * (substr(p_moment, 26, 2)::integer * 60 + right(p_moment, 2)::integer)
  where p_moment ~ ('^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3])(:[0-5][0-9]){2}[.][0-9]{3}Z'
    || '[+-](0[0-9]:[0-5][0-9]|1[0-7]:[0-5][0-9]|18:00)$') and p_moment !~ '-00:00$'
$$;

-- K5: both moments lie on the date, by the clocks on the wall, of which up to six hours more belong to the day before.
create function sync.check_streak_day() returns trigger
language plpgsql as $$
declare
  v_first record;
  v_last record;
  v_start bigint := extract(epoch from new.day::timestamp at time zone 'UTC')::bigint * 1000;
  v_end bigint := v_start + (24 + 6) * 3600000;
begin
  select m.at, m.at + m.zone * 60000 as wall into v_first from sync.read_moment(new.first_moment) m;
  select m.at, m.at + m.zone * 60000 as wall into v_last from sync.read_moment(new.last_moment) m;
  if v_first.at is null or v_last.at is null or v_last.at < v_first.at then
    perform sync.fail('22023', 'bad_moment', 'a day needs a first and a last moment');
  end if;
  if v_first.wall not between v_start and v_end - 1 or v_last.wall not between v_start and v_end - 1 then
    perform sync.fail('22023', 'bad_day', 'the moments of a day lie on another date');
  end if;
  perform sync.check_day_ahead(new.day);
  return new;
end
$$;
create trigger check_streak_day before insert or update on public.streak_days for each row execute function sync.check_streak_day();

select sync.define('streak_days', '{
  "kind": "grow", "once": ["day"], "min": ["first_moment", "deleted_at"], "max": ["last_moment"], "union": [], "wipe": {},
  "instants": ["first_moment", "last_moment", "deleted_at"]
}', 1000);

revoke all on all functions in schema sync from public;
