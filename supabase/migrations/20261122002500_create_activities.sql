-- What people did (V4): one row for each game, clip or piece of music, and one a session for talking. `day` is the local date that it
-- counts for (K1), as the device that was there knew it.
create table public.activities (
  user_id uuid not null references auth.users (id) on delete cascade,
  id uuid not null,
  stamp text collate "C" not null check (stamp ~ '^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{16}$'),
  kind text not null check (kind in ('chat', 'game', 'video', 'music')),
  session_id uuid not null,
  started_at timestamptz not null,
  day date not null check (day between '0001-01-01' and '9999-12-31'),
  ended_at timestamptz check (ended_at >= started_at),
  deleted_at timestamptz,
  version bigint not null check (version > 0 and version < 9007199254740992),
  primary key (user_id, id)
);

create index activities_feed on public.activities (user_id, version, id);
create index activities_newest on public.activities (user_id, stamp desc, id);

alter table public.activities enable row level security;
revoke all on public.activities from public, anon, authenticated;
grant select on public.activities to authenticated;

create policy "people read their own activities" on public.activities
  for select to authenticated using (user_id = (select auth.uid()));

-- K5. An activity says no offset, so its date is judged by any clock on any wall: 18 hours either way, and the six that a day may begin late.
create function sync.check_activity() returns trigger
language plpgsql as $$
begin
  if new.started_at < (new.day::timestamp at time zone 'UTC') - interval '18 hours'
    or new.started_at >= (new.day::timestamp at time zone 'UTC') + interval '48 hours' then
    perform sync.fail('22023', 'bad_day', 'an activity counts for another date than its own');
  end if;
  perform sync.check_day_ahead(new.day);
  return new;
end
$$;

-- A date more than 48 hours ahead of the server has begun nowhere.
create function sync.check_day_ahead(p_day date) returns void
language plpgsql as $$
begin
  if (extract(epoch from p_day::timestamp at time zone 'UTC') * 1000)::bigint > sync.clock_ms() + 48 * 3600000 then
    perform sync.fail('22008', 'day_ahead', 'a date more than 48 hours ahead');
  end if;
end
$$;
create trigger check_activity before insert or update on public.activities for each row execute function sync.check_activity();

select sync.define('activities', '{
  "kind": "grow", "once": ["kind", "session_id", "started_at", "day"], "min": ["deleted_at"], "max": ["ended_at"], "union": [], "wipe": {},
  "instants": ["started_at", "ended_at", "deleted_at"]
}', 500);

revoke all on all functions in schema sync from public;
