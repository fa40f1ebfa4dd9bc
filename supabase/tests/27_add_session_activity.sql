-- add_session_activity: what a device would have written, under the ids that it would have derived.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();
create function pg_temp.session(p_number integer, p_with jsonb default '{}') returns jsonb language sql as $$
  select tests.op('user_sessions', jsonb_build_object('id', tests.id(p_number), 'stamp', tests.stamp(p_number),
    'session_start', '2026-11-20T08:00:00.000Z', 'created_at', '2026-11-20T08:00:00.000Z', 'activities', '[]'::jsonb) || p_with)
$$;
create function pg_temp.today(p_hours integer default 0) returns date language sql as $$
  select ((clock_timestamp() + make_interval(hours => p_hours)) at time zone 'UTC')::date
$$;

select is(sync.uuid_v5('www.example.com', '6ba7b810-9dad-11d1-80b4-00c04fd430c8'), '2ed6657d-e927-568b-95e1-2665a8aea6a2', '[V6] RFC 9562''s example');
select is(encode(sync.sha1(convert_to(repeat('a', n), 'UTF8')), 'hex'), h, '[V6] SHA-1 of ' || n || ' bytes')
from (values (0, 'da39a3ee5e6b4b0d3255bfef95601890afd80709'), (55, 'c1c8bbdc22796e28c0e15163d20899b65621d65a'), (56, 'c2db330f6083854c99d4b5bfb6e8f29f201be699'),
  (64, '0098ba824b5c16427bd7a1122a5a442a25ec644d'), (200, 'e61cfffe0d9195a525fc6cf06ca2d77119c24a40')) x(n, h);

select tests.act_as('ana');
select is(tests.codes(tests.push('ana', 1, jsonb_build_array(tests.mutation(1, pg_temp.session(1)),
  tests.mutation(2, pg_temp.session(2, '{"session_end": "2026-11-20T23:30:00.000Z", "activities": ["music"]}')),
  tests.mutation(3, pg_temp.session(3, '{"deleted_at": "2026-11-21T08:00:00.000Z"}'))))), 'ok ok ok', 'Ana has a session, one that has ended, and one that is deleted');
create temporary table before as select tests.pull('ana') ->> 'head' as head;

select tests.another_transaction();
select is(public.add_session_activity(tests.id(1), 'chat'), '["chat"]', '[V6] the kind joins the session''s set, which is told');
create temporary table once as select * from activities;
create temporary table that_day as select * from streak_days;
select is((select a.kind || ' ' || a.session_id || ' ' || a.day || ' ' || (a.ended_at = a.started_at) from activities a), 'chat ' || tests.id(1) || ' ' || pg_temp.today() || ' true',
  '[V6] the activity has its row');
select is((select d.day || ' ' || right(d.first_moment, 6) || ' ' || (d.first_moment = d.last_moment) from streak_days d), pg_temp.today() || ' +00:00 true', '[V6] the day has its row, in UTC before anything is known');
select is((select (now() - started_at) < interval '1 minute' from once), true, '[V6] it happened just now');
select is(
  (select string_agg(e ->> 'table', ' ' order by n) from jsonb_array_elements(tests.pull('ana', jsonb_build_array((select head::bigint from before), '~', ''), 500,
     '{user_sessions,activities,streak_days}') -> 'rows') with ordinality as x(e, n)),
  'activities streak_days user_sessions', '[V6] devices hear of all three');
select is((select count(distinct version)::int || ' ' || (max(version) = (tests.pull('ana') ->> 'head')::bigint) from (
  select version from activities union all select version from streak_days union all select version from user_sessions where id = tests.id(1)) x), '1 true', '[L2] under one version, which is the head');

select tests.act_as_owner();
select is((select id from once), sync.uuid_v5('chat', tests.id(1)), '[V6] under the id that a device derives from session and kind');
select is((select id from that_day), sync.uuid_v5(pg_temp.today()::text, '2f6d1a0c-9c3e-4a53-8d0e-7b1f5f0a6b52'), '[V6] the day under that of its date');
-- A minute ago, as far as everybody is concerned.
update activities set started_at = started_at - interval '1 minute', ended_at = ended_at - interval '1 minute';
select tests.act_as('ana');
select tests.another_transaction();
select is(public.add_session_activity(tests.id(1), 'chat'), '["chat"]', '[V6] it may be called again');
select is((select count(*)::int from activities), 1, '[V6] which adds nothing up');
select is((select bool_or(ended_at - started_at >= interval '1 minute') from activities), true, '[V4] talking lasts from the first time to the last');
select is((select count(*)::int from streak_days), 1, '[V6] and the day is the same');
select is(public.add_session_activity(tests.id(1), 'game'), '["chat", "game"]', '[V6] another kind joins');
create temporary table game as select * from activities where kind = 'game';
select tests.another_transaction();
select is(public.add_session_activity(tests.id(1), 'game'), '["chat", "game"]', '[V6] once');
select is((select jsonb_agg(to_jsonb(a)) from activities a where kind = 'game'), (select jsonb_agg(to_jsonb(g)) from game g), '[V6] of a game nobody knows how long it took: a second call changes nothing');

-- A device has told where Ana is.
select is(tests.codes(tests.push('ana', 4, jsonb_build_array(tests.mutation(4, tests.op('streak_days', jsonb_build_object('id', tests.id(30), 'stamp', tests.stamp(30), 'day', d,
  'first_moment', m, 'last_moment', m, 'deleted_at', null)))))), 'ok', 'Ana has been seen in Tonga')
from (select to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '+13:00' as m, (t at time zone 'UTC' + interval '13 hours')::date as d
  from (select clock_timestamp() + interval '1 minute' as t) x) y;
select is(public.add_session_activity(tests.id(1), 'video'), '["chat", "game", "video"]', '[V6] from there');
select is((select a.day from activities a where a.kind = 'video'), pg_temp.today(13), '[K1] it counts for the date on the wall where she was last seen');
select is((select right(d.last_moment, 6) || ' ' || d.day from streak_days d where right(d.first_moment, 6) = '+13:00' and d.id <> tests.id(30)), '+13:00 ' || pg_temp.today(13),
  '[K1] so does the day');
select tests.act_as_owner();
insert into preferences (user_id, id, stamp, key, value, version) values (tests.person('ana'), tests.id(50), tests.stamp(50), 'dayStart', '6', 1);
select tests.act_as('ana');
select is(public.add_session_activity(tests.id(1), 'music'), '["chat", "game", "music", "video"]', '[V6] and by her own day');
select is((select a.day from activities a where a.kind = 'music'), pg_temp.today(13 - 6), '[K1] of which the first hours belong to the day before');

select is(public.add_session_activity(tests.id(2), 'chat'), '["chat", "music"]', '[V6] a session that has ended');
select is((select a.started_at || ' ' || a.day from activities a where a.session_id = tests.id(2)), '2026-11-20 23:30:00+00'::timestamptz || ' 2026-11-21', '[V6] had it before its end');
select is((select count(*)::int from streak_days d where d.first_moment = '2026-11-20T23:30:00.000Z+13:00'), 1, '[V6] on the day that it was');
select is((select current_streak_days > 0 from user_activity_stats), true, '[K2] the streak counts what was done this way');

create temporary table head as select tests.pull('ana') ->> 'head' as head;
select is(tests.refusal(format('select public.add_session_activity(%L, %L)', tests.id(1), 'work')), '22023 the kinds of activity are chat, game, video and music', '[V6] an unknown kind is refused');
select is(tests.refusal(format('select public.add_session_activity(%L, %L)', tests.id(1), '')), '22023 the kinds of activity are chat, game, video and music', '[V6] no kind is none');
select is(tests.refusal(format('select public.add_session_activity(%L, %L)', tests.id(1), 'Chat')), '22023 the kinds of activity are chat, game, video and music', '[V6] as it is spelt');
select is(tests.refusal(format('select public.add_session_activity(%L, null)', tests.id(1))), 'PT422 malformed', '[V6] nothing is no kind');
select is(tests.refusal('select public.add_session_activity(null, ''chat'')'), 'PT422 malformed', '[V6] nor is it a session');
select is(tests.refusal(format('select public.add_session_activity(%L, ''chat'')', tests.id(99))), 'PT404 session_not_found', '[V6] a session that is not there');
select is(tests.refusal(format('select public.add_session_activity(%L, ''chat'')', tests.id(3))), 'PT404 session_not_found', '[V6] or not any more');
select is((select tests.pull('ana') ->> 'head'), (select head from head), '[L2] what was refused takes no version');
select tests.act_as('ben');
select is(tests.refusal(format('select public.add_session_activity(%L, ''chat'')', tests.id(1))), 'PT404 session_not_found', '[§7] another person''s is told from none by nobody');
select is((select count(*)::int from activities) + (select count(*)::int from streak_days), 0, '[§7] and nothing is written anywhere');
select tests.act_as(null);
select is(tests.refusal(format('select public.add_session_activity(%L, ''chat'')', tests.id(1))), '42501 permission denied for function add_session_activity', '[§7] anon adds nothing');
select tests.act_as_service();
select is(tests.refusal(format('select public.add_session_activity(%L, ''chat'')', tests.id(1))), '42501 permission denied for function add_session_activity', '[§7] nor does the server itself');
select tests.act_as_owner();
select set_config('request.jwt.claims', '{"role": "authenticated"}', true), set_config('role', 'authenticated', true);
select is(tests.refusal(format('select public.add_session_activity(%L, ''chat'')', tests.id(1))), 'PT403 wrong_account', '[§7] no account has no sessions');
select * from finish();
rollback;
