-- Numbers (N1) of the server's rows: what src/domain/life/fold.ts makes of them, held against it by a contract test.

-- Everything is counted from indexes alone, a person's own part of each.
create index chat_messages_said on public.chat_messages (user_id) where sender_type = 'user' and deleted_at is null;
create index user_sessions_in_order on public.user_sessions (user_id, session_start, id) include (session_end) where deleted_at is null;
create index activities_lengths on public.activities (user_id) include (kind, started_at, ended_at) where deleted_at is null;

-- The person's choices that days depend on. A value that is none counts as the default, as on a device (src/runtime/preferences.ts).
create function sync.choices(p_user uuid, out day_start integer, out rest_days boolean)
language sql stable as $$
  select
    coalesce((select p.value::integer from public.preferences p
      where p.user_id = p_user and p.key = 'dayStart' and p.value in ('0', '1', '2', '3', '4', '5', '6') order by p.id limit 1), 0),
    not exists (select from public.preferences p where p.user_id = p_user and p.key = 'restDays' and p.value = 'false')
$$;

-- K1: the date at an instant (ms) by clocks so many minutes east of UTC, of which the first hours still belong to the day before.
create function sync.day_of(p_at bigint, p_zone integer, p_day_start integer) returns date
language sql immutable as $$
  select '1970-01-01'::date + floor((p_at + p_zone * 60000 - p_day_start * 3600000) / 86400000.0)::integer
$$;

-- The caller's numbers. The streak is the kind run, or the strict one where the person has rest days off; today is what the clocks on the
-- wall say where they were last active. Minutes are sums of ms, rounded down. The session that is running: the newest, if it has no end.
create function public.activity_stats(
  out user_id uuid, out messages integer, out sessions integer, out games integer,
  out chat_minutes integer, out game_minutes integer, out video_minutes integer, out music_minutes integer, out total_minutes integer,
  out active_days integer, out current_streak_days integer, out longest_streak_days integer, out last_activity_date date, out current_session_id uuid)
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
declare
  v_user uuid := (select auth.uid());
  v_choices record;
  v_walk record;
  v_played record;
begin
  perform sync.check_account(v_user);
  activity_stats.user_id := v_user;
  activity_stats.messages := (select count(*) from public.chat_messages m where m.user_id = v_user and m.sender_type = 'user' and m.deleted_at is null);
  activity_stats.sessions := (select count(*) from public.user_sessions s where s.user_id = v_user and s.deleted_at is null);
  current_session_id := (
    select case when s.session_end is null then s.id end
    from public.user_sessions s where s.user_id = v_user and s.deleted_at is null
    order by s.session_start desc, s.id desc limit 1);

  select count(*) filter (where a.kind = 'game') as games,
    sum(a.ended_at - a.started_at) filter (where a.kind = 'chat') as chat,
    sum(a.ended_at - a.started_at) filter (where a.kind = 'game') as game,
    sum(a.ended_at - a.started_at) filter (where a.kind = 'video') as video,
    sum(a.ended_at - a.started_at) filter (where a.kind = 'music') as music,
    sum(a.ended_at - a.started_at) as whole
  into v_played
  from public.activities a where a.user_id = v_user and a.deleted_at is null;
  games := v_played.games;
  chat_minutes := sync.minutes(v_played.chat);
  game_minutes := sync.minutes(v_played.game);
  video_minutes := sync.minutes(v_played.video);
  music_minutes := sync.minutes(v_played.music);
  total_minutes := sync.minutes(v_played.whole);

  select c.day_start, c.rest_days into v_choices from sync.choices(v_user) c;
  select w.* into v_walk from sync.walk_days(v_user, v_choices.rest_days) w;
  active_days := v_walk.days;
  longest_streak_days := v_walk.longest;
  last_activity_date := v_walk.last_day;
  current_streak_days := (
    select s.current from sync.streak_at(v_walk.run, v_walk.bank, v_walk.last_day,
      sync.day_of(sync.clock_ms(), coalesce((sync.read_moment(v_walk.last_moment)).zone, 0), v_choices.day_start)) s);
end
$$;

create function sync.minutes(p_long interval) returns integer
language sql immutable as $$
  select coalesce(floor(extract(epoch from p_long) / 60), 0)::integer
$$;

revoke all on function public.activity_stats() from public, anon, authenticated, service_role;
grant execute on function public.activity_stats() to authenticated;

-- One row, the caller's, with zeros before anything is known. The function behind it has its owner's rights, since the policies' condition
-- would keep the planner from the indexes' partial conditions, and knows nobody but the caller.
create view public.user_activity_stats with (security_invoker = true) as
select s.user_id, s.messages, s.sessions, s.games, s.chat_minutes, s.game_minutes, s.video_minutes, s.music_minutes, s.total_minutes,
  s.active_days, s.current_streak_days, s.longest_streak_days, s.last_activity_date, s.current_session_id
from public.activity_stats() s;
revoke all on public.user_activity_stats from public, anon, authenticated, service_role;
grant select on public.user_activity_stats to authenticated;

revoke all on all functions in schema sync from public;
