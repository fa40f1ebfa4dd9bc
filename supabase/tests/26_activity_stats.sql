-- Numbers: one row, the caller's, from the caller's rows alone.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();
create function pg_temp.row(p_table text, p_number integer, p_with jsonb) returns jsonb language sql as $$
  select tests.op(p_table, jsonb_build_object('id', tests.id(p_number), 'stamp', tests.stamp(p_number), 'deleted_at', null) || p_with)
$$;
create function pg_temp.session(p_number integer, p_start text, p_end text) returns jsonb language sql as $$
  select pg_temp.row('user_sessions', p_number, jsonb_build_object('session_start', p_start, 'created_at', p_start, 'session_end', p_end, 'activities', '["chat"]'::jsonb))
$$;
create function pg_temp.activity(p_number integer, p_kind text, p_end text) returns jsonb language sql as $$
  select pg_temp.row('activities', p_number, jsonb_build_object('kind', p_kind, 'session_id', tests.id(10), 'started_at', '2026-11-20T08:00:00.000Z', 'day', '2026-11-20', 'ended_at', p_end))
$$;
create function pg_temp.preference(p_number integer, p_key text, p_value jsonb) returns jsonb language sql as $$
  select tests.op('preferences', jsonb_build_object('id', tests.id(p_number), 'stamp', tests.stamp(p_number), 'key', p_key, 'value', p_value))
$$;
-- A day so many before the one that it is in UTC.
create function pg_temp.day(p_number integer, p_ago integer, p_zone text default '+00:00', p_hour text default '12') returns jsonb language sql as $$
  select pg_temp.row('streak_days', p_number, jsonb_build_object('day', d, 'first_moment', m, 'last_moment', m))
  from (select d, d || 'T' || p_hour || ':00:00.000Z' || p_zone as m from (select ((clock_timestamp() at time zone 'UTC')::date - p_ago)::text as d) x) y
$$;

-- As the embedded API does.
grant all on public.user_activity_stats to anon, authenticated;
select tests.act_as('ana');
select is((select to_jsonb(s) from user_activity_stats s), jsonb_build_object('user_id', tests.person('ana'), 'messages', 0, 'sessions', 0, 'games', 0,
  'chat_minutes', 0, 'game_minutes', 0, 'video_minutes', 0, 'music_minutes', 0, 'total_minutes', 0,
  'active_days', 0, 'current_streak_days', 0, 'longest_streak_days', 0, 'last_activity_date', null, 'current_session_id', null),
  '[N1] somebody without rows has a row of zeros');

select is(tests.codes(tests.push('ana', 1, jsonb_build_array(tests.mutation(1,
  tests.op('chat_messages', tests.message(1)), tests.op('chat_messages', tests.message(2)),
  tests.op('chat_messages', tests.message(3, '{"sender_type": "ai"}')),
  tests.op('chat_messages', tests.message(4, '{"message_text": "", "deleted_at": "2026-11-22T09:00:00.000Z"}')),
  pg_temp.session(10, '2026-11-20T08:00:00.000Z', '2026-11-20T09:00:00.000Z'), pg_temp.session(11, '2026-11-21T08:00:00.000Z', null),
  pg_temp.activity(20, 'game', '2026-11-20T08:01:30.000Z'), pg_temp.activity(21, 'game', '2026-11-20T08:01:29.999Z'), pg_temp.activity(22, 'game', null),
  pg_temp.activity(23, 'chat', '2026-11-20T08:00:45.000Z'), pg_temp.activity(24, 'video', '2026-11-21T10:00:00.000Z'), pg_temp.activity(25, 'music', '2026-11-20T08:00:59.999Z'),
  pg_temp.activity(26, 'music', '2026-11-20T09:00:00.000Z') || jsonb_build_object('row', (pg_temp.activity(26, 'music', '2026-11-20T09:00:00.000Z') -> 'row') || '{"deleted_at": "2026-11-21T00:00:00.000Z"}'),
  pg_temp.day(30, 1), pg_temp.day(31, 2), pg_temp.day(32, 4))))), 'ok', 'Ana has a life');
select is((select to_jsonb(s) - 'user_id' - 'last_activity_date' from user_activity_stats s), jsonb_build_object('messages', 2, 'sessions', 2, 'games', 3,
  'chat_minutes', 0, 'game_minutes', 2, 'video_minutes', 1560, 'music_minutes', 0, 'total_minutes', 1564,
  'active_days', 3, 'current_streak_days', 2, 'longest_streak_days', 2, 'current_session_id', tests.id(11)),
  '[N1] ms are summed before they are minutes; replies, and what is deleted, count nowhere');
select is((select last_activity_date from user_activity_stats), (clock_timestamp() at time zone 'UTC')::date - 1, '[N1] the date of the last activity');

select is(tests.codes(tests.push('ana', 2, jsonb_build_array(tests.mutation(2, pg_temp.session(11, '2026-11-21T08:00:00.000Z', '2026-11-21T08:30:00.000Z'))))), 'ok', 'the session ends');
select is((select current_session_id from user_activity_stats), null, '[N1] none is running');

-- Eight days to three days ago, then yesterday: seven days have earned the one between.
select is(tests.codes(tests.push('ana', 3, jsonb_build_array(tests.mutation(3, pg_temp.day(33, 3), pg_temp.day(34, 5), pg_temp.day(35, 6), pg_temp.day(36, 7), pg_temp.day(37, 8), pg_temp.day(38, 9)),
  tests.mutation(4, pg_temp.row('streak_days', 30, (pg_temp.day(30, 1) -> 'row') || '{"deleted_at": "2026-11-22T00:00:00.000Z"}'))))), 'ok ok', 'eight days, and none since the day before yesterday');
select is((select current_streak_days || ' ' || longest_streak_days from user_activity_stats), '8 8', '[N1] the kind run by default: the rest day covers yesterday');
select is(tests.codes(tests.push('ana', 5, jsonb_build_array(tests.mutation(5, pg_temp.preference(40, 'restDays', 'false'))))), 'ok', 'she has no use for rest days');
select is((select current_streak_days || ' ' || longest_streak_days from user_activity_stats), '0 8', '[N1] the strict one, where rest days are off');

-- N3: in a place so far east or west that it is another date there; a day that begins at six.
select tests.act_as_owner();
select is(sync.day_of(extract(epoch from '2026-11-22T20:00:00Z'::timestamptz)::bigint * 1000, 360, 0), '2026-11-23'::date, '[K1] the date on the wall');
select is(sync.day_of(extract(epoch from '2026-11-22T20:00:00Z'::timestamptz)::bigint * 1000, 360, 3), '2026-11-22'::date, '[K1] of which the first hours belong to the day before');
select is(sync.day_of(extract(epoch from '2026-11-22T02:00:00Z'::timestamptz)::bigint * 1000, -300, 0), '2026-11-21'::date, '[K1] west of UTC');
select is(sync.day_of(-1, 0, 0), '1969-12-31'::date, '[K1] and before 1970');
select is((select c.day_start || ' ' || c.rest_days from sync.choices(tests.person('ana')) c), '0 false', '[N1] the person''s choices');
select is((select c.day_start || ' ' || c.rest_days from sync.choices(tests.person('ben')) c), '0 true', '[N1] and defaults, which are no rows');
select tests.act_as('ben');
select is(tests.codes(tests.push('ben', 1, jsonb_build_array(tests.mutation(1, pg_temp.preference(41, 'dayStart', '"6"'), pg_temp.preference(42, 'restDays', '0'))))), 'ok', 'Ben''s app has written nonsense');
select tests.act_as_owner();
select is((select c.day_start || ' ' || c.rest_days from sync.choices(tests.person('ben')) c), '0 true', '[N1] a value that is none counts as the default');
update preferences set value = '6' where key = 'dayStart';
select is((select c.day_start || ' ' || c.rest_days from sync.choices(tests.person('ben')) c), '6 true', '[N1] one that is counts');

select tests.act_as('ana');
select is(tests.refusal($$update user_activity_stats set messages = 1000$$), 'PT405 read_only', '[§7] numbers are not written');
select is(tests.refusal($$delete from user_activity_stats$$), 'PT405 read_only', '[§7] nor deleted');
select is(tests.refusal($$insert into user_activity_stats (messages) values (1)$$), 'PT405 read_only', '[§7] nor made');
select tests.act_as('ben');
select is((select count(*)::int || ' ' || max(messages) from user_activity_stats), '1 0', '[§7] Ben reads his own row');
select is((select count(*)::int from user_activity_stats where user_id = tests.person('ana')), 0, '[§7] and nobody else''s');
select tests.act_as(null);
select is(tests.refusal($$select * from user_activity_stats$$), '42501 permission denied for function activity_stats', '[§7] anon reads nothing, whatever is granted');
select tests.act_as_service();
select is(left(tests.refusal($$select * from user_activity_stats$$), 5), '42501', '[§7] nor does the server itself');
select tests.act_as_owner();
select is((select array_to_string(reloptions, ' ') from pg_class where oid = 'public.user_activity_stats'::regclass), 'security_invoker=true', '[§7] the view has its reader''s rights');
delete from auth.users where id = tests.person('ana');
select tests.act_as('ana');
select is(tests.refusal($$select * from user_activity_stats$$), 'PT401 account_gone', '[P6] an account that is gone has no numbers');
select * from finish();
rollback;
