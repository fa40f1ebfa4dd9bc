-- V6: what a device does when somebody does something (V1, V4, K1), for whoever has only the session's id: the kind joins the session's set,
-- the activity has its row and the day its own, under the ids that every device derives, so that they come to the devices and join with theirs.

-- Returns the session's activities, a jsonb array of kinds. It may be called again: talking then lasts until now, anything else stays as it
-- was. In a session that has ended it happened before its end. Its clock on the wall is the one the person was last seen with, else UTC.
-- Refuses null arguments, an unknown kind (22023 unknown_activity), and a session that is not there or not the caller's (PT404): which of the
-- two is not told.
create function public.add_session_activity(session_id uuid, activity_type text) returns jsonb
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  v_user uuid := (select auth.uid());
  v_version bigint;
  v_session public.user_sessions;
  v_at bigint;
  v_zone integer;
  v_instant text;
  v_day date;
  v_stamp text;
  v_activity uuid;
  v_ops jsonb;
begin
  perform sync.check_account(v_user);
  if session_id is null or activity_type is null then
    perform sync.fail('PT422', 'malformed', 'an activity needs a session and a kind');
  end if;
  if activity_type not in ('chat', 'game', 'video', 'music') then
    perform sync.fail('22023', 'unknown_activity', 'the kinds of activity are chat, game, video and music');
  end if;

  v_version := (select h.version from sync.open_head(v_user) h);
  select s.* into v_session from public.user_sessions s where s.user_id = v_user and s.id = session_id and s.deleted_at is null;
  if not found then
    perform sync.fail('PT404', 'session_not_found', 'no such session');
  end if;

  v_at := least(sync.clock_ms(), floor(extract(epoch from v_session.session_end) * 1000)::bigint);
  v_zone := coalesce((select (sync.read_moment(max(d.last_moment))).zone from public.streak_days d where d.user_id = v_user and d.deleted_at is null), 0);
  v_day := sync.day_of(v_at, v_zone, (select c.day_start from sync.choices(v_user) c));
  v_instant := sync.instant(to_timestamp(v_at / 1000.0));
  v_stamp := sync.next_stamp(v_user, null);

  v_activity := sync.uuid_v5(activity_type, session_id);
  v_ops := jsonb_build_array(
    jsonb_build_object('table', 'user_sessions', 'row', sync.wire_user_sessions(v_session) || jsonb_build_object('activities', jsonb_build_array(activity_type))),
    jsonb_build_object('table', 'streak_days', 'row', jsonb_build_object(
      'id', sync.uuid_v5(v_day::text, '2f6d1a0c-9c3e-4a53-8d0e-7b1f5f0a6b52'), 'stamp', v_stamp, 'day', v_day,
      'first_moment', v_instant || sync.offset_text(v_zone), 'last_moment', v_instant || sync.offset_text(v_zone), 'deleted_at', null)));
  -- Of a game nobody knows from here how long it took; talking lasts from the first call to the last.
  if activity_type = 'chat' or not exists (select from public.activities a where a.user_id = v_user and a.id = v_activity) then
    v_ops := v_ops || jsonb_build_object('table', 'activities', 'row', jsonb_build_object(
      'id', v_activity, 'stamp', v_stamp, 'kind', activity_type, 'session_id', session_id,
      'started_at', v_instant, 'day', v_day, 'ended_at', v_instant, 'deleted_at', null));
  end if;
  if sync.apply(v_user, v_version, v_ops) > 0 then
    perform sync.close_head(v_user, v_version);
  end if;
  return (select s.activities from public.user_sessions s where s.user_id = v_user and s.id = session_id);
end
$$;
revoke all on function public.add_session_activity(uuid, text) from public, anon, authenticated, service_role;
grant execute on function public.add_session_activity(uuid, text) to authenticated;

-- Minutes east of UTC as they stand at the end of a moment.
create function sync.offset_text(p_zone integer) returns text
language sql immutable as $$
  select case when p_zone < 0 then '-' else '+' end || lpad((abs(p_zone) / 60)::text, 2, '0') || ':' || lpad((abs(p_zone) % 60)::text, 2, '0')
$$;
revoke all on all functions in schema sync from public;
