-- The streak (K2): what src/domain/streak/streak.ts walks, held against it by tests/data/streak-cases.json and by random days. Days that
-- follow each other are counted together, so that ten years without a gap are one step.

-- The walk over all of a person's days; `bank` is 0 without rest days. `last_moment`: the newest of any day. Nulls where there is no day.
create function sync.walk_days(p_user uuid, p_rest_days boolean,
  out run integer, out bank integer, out longest integer, out days integer, out last_day date, out last_moment text)
language plpgsql stable as $$
declare
  v_stretch record;
begin
  run := 0;
  bank := 0;
  longest := 0;
  days := 0;
  for v_stretch in
    -- A date that is there twice counts once. Texts in one shape sort as what they mean.
    with dates as (
      select d.day, min(left(d.first_moment, 24)) as first_at, max(d.last_moment) as last_moment
      from public.streak_days d where d.user_id = p_user and d.deleted_at is null
      group by d.day
    ), gaps as (
      select d.day, d.last_moment, d.first_at, d.day - lag(d.day) over (order by d.day) - 1 as dates,
        left(max(d.last_moment) over (order by d.day rows between unbounded preceding and 1 preceding), 24) as last_at
      from dates d
    ), judged as (
      -- Less than 36 hours apart: a date that travel or another day start skipped is not missed.
      select g.day, g.last_moment,
        case when g.dates > 0 then case when g.first_at::timestamptz - g.last_at::timestamptz < interval '36 hours' then 0 else g.dates end else 0 end as missed
      from gaps g
    ), stretches as (
      select j.*, count(*) filter (where j.missed > 0) over (order by j.day) as stretch from judged j
    )
    select max(s.missed) as missed, count(*)::integer as days, max(s.day) as last_day, max(s.last_moment) as last_moment
    from stretches s group by s.stretch order by s.stretch
  loop
    if v_stretch.missed <= bank then
      bank := bank - v_stretch.missed;
    else
      run := 0;
      bank := 0;
    end if;
    if p_rest_days then
      bank := least(2, bank + (run + v_stretch.days) / 7 - run / 7);
    end if;
    run := run + v_stretch.days;
    longest := greatest(longest, run);
    days := days + v_stretch.days;
    last_day := v_stretch.last_day;
    last_moment := greatest(last_moment, v_stretch.last_moment collate "C");
  end loop;
end
$$;

-- Where a walk stands as of a date: the days since the last one, without today, take from the bank, or the run is over.
create function sync.streak_at(p_run integer, p_bank integer, p_last date, p_today date, out current integer, out bank integer)
language sql immutable as $$
  select case when m.missed <= p_bank then p_run else 0 end, case when m.missed <= p_bank then p_bank - m.missed else 0 end
  from (select coalesce(greatest(0, p_today - p_last - 1), 0) as missed) m
$$;

-- The person's streak as of `today`, days: the strict run unless rest days are asked for. `current_date` is the database's: whoever
-- knows the person's own date says so.
create function public.calculate_streak(user_id uuid default auth.uid(), today date default current_date, rest_days boolean default false)
returns integer language plpgsql stable security definer set search_path = '' as $$
begin
  perform sync.check_account(user_id);
  if today is null or rest_days is null or not isfinite(today) then
    perform sync.fail('PT422', 'malformed', 'a streak needs a date, and whether rest days count');
  end if;
  return (select s.current from sync.walk_days(user_id, rest_days) w, sync.streak_at(w.run, w.bank, w.last_day, today) s);
end
$$;
revoke all on function public.calculate_streak(uuid, date, boolean) from public, anon, authenticated, service_role;
grant execute on function public.calculate_streak(uuid, date, boolean) to authenticated;
revoke all on all functions in schema sync from public;
