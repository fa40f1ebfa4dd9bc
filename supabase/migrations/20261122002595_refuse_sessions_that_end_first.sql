-- A session has no end before its start (V3): its mutation is refused. What an older app has left so is lifted to its start, which is what
-- the join's max would do with it, under a version, so that the devices hear of it.
do $$
declare
  v_user uuid;
  v_version bigint;
begin
  for v_user in select distinct s.user_id from public.user_sessions s where s.session_end < s.session_start order by s.user_id loop
    v_version := (select h.version from sync.open_head(v_user) h);
    update public.user_sessions s set session_end = s.session_start, version = v_version where s.user_id = v_user and s.session_end < s.session_start;
    perform sync.close_head(v_user, v_version);
  end loop;
end
$$;
alter table public.user_sessions add constraint user_sessions_in_time check (session_end >= session_start);
