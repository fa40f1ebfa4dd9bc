-- Activities and days with activity: own rows only, what is none is refused and takes nothing along, and every device gets the rest.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();

create function pg_temp.activity(p_number integer, p_with jsonb default '{}') returns jsonb language sql as $$
  select tests.op('activities', jsonb_build_object('id', tests.id(p_number), 'stamp', tests.stamp(p_number), 'kind', 'game', 'session_id', tests.id(900),
    'started_at', '2026-11-21T08:00:00.000Z', 'day', '2026-11-21', 'ended_at', '2026-11-21T08:10:00.000Z', 'deleted_at', null) || p_with)
$$;
create function pg_temp.day(p_number integer, p_with jsonb default '{}') returns jsonb language sql as $$
  select tests.op('streak_days', jsonb_build_object('id', tests.id(p_number), 'stamp', tests.stamp(p_number), 'day', '2026-11-21',
    'first_moment', '2026-11-21T08:00:00.000Z+06:00', 'last_moment', '2026-11-21T08:10:00.000Z+06:00', 'deleted_at', null) || p_with)
$$;
-- What becomes of one row between two that are sound: the three codes.
create function pg_temp.between_sound(p_first integer, p_op jsonb) returns text language sql as $$
  select tests.codes(tests.push('ana', p_first, jsonb_build_array(
    tests.mutation(p_first, pg_temp.activity(p_first)), tests.mutation(p_first + 1, p_op), tests.mutation(p_first + 2, pg_temp.day(p_first + 2)))))
$$;
-- Of one that might stop the push: its code, or the push's own.
create function pg_temp.alone(p_client text, p_op jsonb) returns text language plpgsql as $$
begin
  return tests.codes(tests.push('ana', 1, jsonb_build_array(tests.mutation(1, p_op)), 0, p_client));
exception when others then
  return 'stopped by ' || sqlstate;
end
$$;

-- A re-grant of table rights (the embedded API does that) must change nothing: the policies hold alone.
grant all on public.activities, public.streak_days to anon, authenticated;
select tests.act_as('ana');
select is(tests.codes(tests.push('ana', 1, jsonb_build_array(tests.mutation(1, pg_temp.activity(1), pg_temp.day(2))))), 'ok', 'Ana was here yesterday');
select is((select count(*)::int from activities), 1, '[§7] activities: the owner reads her row');
select is((select count(*)::int from streak_days), 1, '[§7] streak_days: the owner reads her row');
-- Their triggers are met before the policies, and those call what nobody else may: refused either way.
select is(left(tests.refusal(format('insert into activities (user_id, id, stamp, kind, session_id, started_at, day, version) values (%L, %L, %L, ''game'', %L, now(), current_date, 1)',
  tests.person('ana'), tests.id(9), tests.stamp(9), tests.id(900))), 5), '42501', '[§7] activities: the owner does not insert');
select is(left(tests.refusal(format('insert into streak_days (user_id, id, stamp, day, first_moment, last_moment, version) values (%L, %L, %L, ''2026-11-21'', %L, %L, 1)',
  tests.person('ana'), tests.id(9), tests.stamp(9), '2026-11-21T08:00:00.000Z+06:00', '2026-11-21T08:00:00.000Z+06:00')), 5),
  '42501', '[§7] streak_days: the owner does not insert');
select is((select string_agg(p.tablename || ' ' || p.cmd, ', ' order by p.tablename) from pg_policies p where p.tablename in ('activities', 'streak_days')),
  'activities SELECT, streak_days SELECT', '[§7] no policy lets anybody write them');
update activities set ended_at = null;
delete from activities;
update streak_days set deleted_at = now();
delete from streak_days;
select is((select ended_at is not null from activities), true, '[§7] activities: the owner neither updates nor deletes');
select is((select deleted_at is null from streak_days), true, '[§7] streak_days: the owner neither updates nor deletes');
select tests.act_as('ben');
select is((select count(*)::int from activities), 0, '[§7] activities: a stranger reads nothing');
select is((select count(*)::int from streak_days), 0, '[§7] streak_days: a stranger reads nothing');
select tests.act_as(null);
select is((select count(*)::int from activities), 0, '[§7] activities: anon reads nothing');
select is((select count(*)::int from streak_days), 0, '[§7] streak_days: anon reads nothing');

select tests.act_as('ana');
select is(
  (select string_agg(e ->> 'table', ' ' order by n) from jsonb_array_elements(tests.pull('ana', null, 500, '{activities,streak_days}') -> 'rows') with ordinality as x(e, n)),
  'activities streak_days', '[L7] a device that asks for them gets them');
select is(jsonb_array_length(tests.pull('ana') -> 'rows'), 0, '[L7] one of an older build, which does not, never hears of them');
select is(tests.pull('ana') ->> 'more', 'false', '[L7] and its cursor passes them by');
select is(
  (select string_agg(e ->> 'table', ' ' order by n) from jsonb_array_elements(public.sync_bootstrap(tests.person('ana'), '00000000000000aa', '{activities,streak_days}')::jsonb -> 'rows')
     with ordinality as x(e, n)),
  'activities streak_days', '[L4] a new device has them in its first answer');
select is(
  (select string_agg(e ->> 'table', ' ' order by n) from jsonb_array_elements(public.sync_history(tests.person('ana'), '00000000000000aa', '{activities,streak_days}', null,
     '[9000000000000000, "", ""]', 10)::jsonb -> 'rows') with ordinality as x(e, n)),
  'streak_days activities', '[L7] and a newer build over an old database walks back through them');

select is(pg_temp.between_sound(2, pg_temp.activity(3, '{"kind": "work"}')), 'ok 23514 ok', '[K5] an unknown kind is refused, and nothing around it');
select is(pg_temp.between_sound(5, pg_temp.activity(6, '{"ended_at": "2026-11-21T07:59:59.999Z"}')), 'ok 23514 ok', '[K5] an end before its start');
select is(pg_temp.between_sound(8, pg_temp.activity(9, '{"day": "2026-11-31"}')), 'ok 22008 ok', '[K5] a day that is no date');
select is(pg_temp.between_sound(11, pg_temp.activity(12, '{"day": "yesterday"}')), 'ok 22023 ok', '[K5] a word that is none');
select is(pg_temp.between_sound(14, pg_temp.activity(15, '{"day": "2026-11-19"}')), 'ok 22023 ok', '[K5] an activity that counts for another date than its own');
select is(pg_temp.between_sound(17, pg_temp.activity(18, '{"session_id": null}')), 'ok 23502 ok', '[K5] one of no session');
select is(pg_temp.between_sound(20, pg_temp.day(21, '{"day": "2026-02-30"}')), 'ok 22008 ok', '[K5] a day of streaks that is no date');
select is(pg_temp.between_sound(23, pg_temp.day(24, '{"day": "2026-11-22"}')), 'ok 22023 ok', '[K5] a day whose moments lie on another');
select is(pg_temp.between_sound(26, pg_temp.day(27, '{"last_moment": "2026-11-21T07:59:59.999Z+06:00"}')), 'ok 22023 ok', '[K5] a last moment before the first');
select is(pg_temp.between_sound(29, pg_temp.day(30, '{"first_moment": "2026-11-21T08:00:00.000Z"}')), 'ok 22023 ok', '[K5] a moment without its offset');
select is(pg_temp.between_sound(32, pg_temp.day(33, '{"day": "10000-01-01"}')), 'ok 22023 ok', '[K5] a day that the wire has no word for');
select is(pg_temp.alone('00000000000000b1', pg_temp.day(33, '{"day": "infinity"}')), '22023', '[K5] a day without end');
select is(pg_temp.alone('00000000000000b2', pg_temp.activity(33, '{"day": "-infinity"}')), '22023', '[K5] or without a beginning');
select is(pg_temp.between_sound(35, tests.op('user_sessions', jsonb_build_object('id', tests.id(36), 'stamp', tests.stamp(36),
  'session_start', '2026-11-21T08:00:00.000Z', 'created_at', '2026-11-21T08:00:00.000Z', 'activities', '[]'::jsonb, 'session_end', '2026-11-21T07:59:59.999Z'))), 'ok 23514 ok',
  '[V3] a session that ends before it began');
select is((select count(*)::int from activities where id in (tests.id(3), tests.id(6), tests.id(9), tests.id(12), tests.id(15), tests.id(18))), 0, '[K5] none of them is kept');
select is((select count(*)::int from streak_days), 1 + 12, '[K5] and every sound one is');

-- Moments of now, so that nobody's clock is found wrong (W4): what is refused is the date.
create function pg_temp.now() returns text language sql as $$
  select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;
create function pg_temp.in_hours(p_hours integer) returns text language sql as $$
  select ((clock_timestamp() at time zone 'UTC') + make_interval(hours => p_hours))::date::text
$$;
select is(pg_temp.between_sound(38, pg_temp.activity(39, jsonb_build_object('day', pg_temp.in_hours(72), 'started_at', pg_temp.now(), 'ended_at', null))), 'ok 22008 ok',
  '[K5] an activity of a date more than 48 hours ahead of the server is refused, and nothing around it');
select is(pg_temp.between_sound(41, pg_temp.day(42, jsonb_build_object('day', pg_temp.in_hours(72),
  'first_moment', pg_temp.now() || '+00:00', 'last_moment', pg_temp.now() || '+00:00'))), 'ok 22008 ok', '[K5] so is such a day');
select is(pg_temp.between_sound(44, pg_temp.activity(45, jsonb_build_object('day', pg_temp.in_hours(18), 'started_at', pg_temp.now(), 'ended_at', null))), 'ok ok ok',
  '[K5] tomorrow has begun on some wall');

-- W4: a moment is an instant and the offset of the clocks on the wall, and its instant is what is ahead or not.
create function pg_temp.moment_in(p_seconds integer, p_hours integer) returns text language sql as $$
  select to_char((clock_timestamp() + make_interval(secs => p_seconds)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    || case when p_hours < 0 then '-' else '+' end || lpad(abs(p_hours)::text, 2, '0') || ':00'
$$;
create function pg_temp.day_at(p_number integer, p_seconds integer, p_hours integer) returns jsonb language sql as $$
  select jsonb_build_array(tests.mutation(p_number, pg_temp.day(p_number, jsonb_build_object(
    'day', ((clock_timestamp() + make_interval(secs => p_seconds, hours => p_hours)) at time zone 'UTC')::date,
    'first_moment', pg_temp.moment_in(p_seconds, p_hours), 'last_moment', pg_temp.moment_in(p_seconds, p_hours)))))
$$;
select is(tests.refusal($$select tests.push('ana', 47, pg_temp.day_at(47, 310, 0))$$), 'PT409 clock_ahead', '[W4] a moment more than five minutes ahead refuses the batch');
select is(tests.refusal($$select tests.push('ana', 47, pg_temp.day_at(47, 310, -12))$$), 'PT409 clock_ahead', '[W4] whatever the clocks on the wall say');
select is((select answer ->> 'last_seq' from (select tests.push('ana', 47, '[]') as answer) x), '46', '[W4] nothing of it is consumed');
select is(tests.codes(tests.push('ana', 47, pg_temp.day_at(47, 290, 0))), 'ok', '[W4] up to five minutes are forgiven');
select is(tests.codes(tests.push('ana', 48, pg_temp.day_at(48, 0, 14))), 'ok', '[W4] nobody is ahead by living in the east');
select * from finish();
rollback;
