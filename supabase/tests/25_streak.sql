-- A person's streak, theirs alone, as SEED.md spells it.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();
create function pg_temp.day(p_number integer, p_day text, p_with jsonb default '{}') returns jsonb language sql as $$
  select tests.op('streak_days', jsonb_build_object('id', tests.id(p_number), 'stamp', tests.stamp(p_number), 'day', p_day,
    'first_moment', p_day || 'T12:00:00.000Z+00:00', 'last_moment', p_day || 'T12:00:00.000Z+00:00', 'deleted_at', null) || p_with)
$$;

select tests.act_as('ana');
select is(public.calculate_streak(), 0, '[K2] nothing yet');
select is(tests.codes(tests.push('ana', 1, jsonb_build_array(tests.mutation(1, variadic (
  select array_agg(pg_temp.day(n, ('2026-03-01'::date + n)::text)) from generate_series(1, 14) n where n <> 8))))), 'ok', 'two weeks of days, and one missed');
select is(public.calculate_streak(tests.person('ana'), '2026-03-15'), 6, '[K2] strict by default');
select is(public.calculate_streak(today => '2026-03-15'), 6, '[K2] whose streak is the caller''s by default');
select is(public.calculate_streak(today => '2026-03-15', rest_days => true), 13, '[K2] a rest day covers the one that was missed');
select is(public.calculate_streak(today => '2026-03-16', rest_days => true), 13, '[K2] today is not missed before it is over');
select is(public.calculate_streak(today => '2026-03-17', rest_days => true), 0, '[K2] thirteen days have earned one, which is spent');
select is(public.calculate_streak(today => '2020-01-01'), 6, '[K2] a last date after today counts as today');
select is(public.calculate_streak(), 0, '[K2] today is the database''s by default');
select is(tests.codes(tests.push('ana', 2, jsonb_build_array(
  tests.mutation(2, pg_temp.day(20, '2026-03-09')),
  tests.mutation(3, pg_temp.day(21, '2026-03-12'))))), 'ok ok', 'the missed one comes late, and another device''s row of a date that is there');
select is(public.calculate_streak(today => '2026-03-15'), 14, '[K2] what comes late mends it, and a date that is there twice counts once');
select is(tests.codes(tests.push('ana', 4, jsonb_build_array(tests.mutation(4, pg_temp.day(14, '2026-03-15', '{"deleted_at": "2026-04-01T00:00:00.000Z"}'))))), 'ok', 'the last day is deleted');
select is(public.calculate_streak(today => '2026-03-15'), 13, '[K2] what is deleted does not count');

select is(tests.refusal($$select public.calculate_streak(null)$$), 'PT403 wrong_account', '[§7] no account has no streak');
select is(tests.refusal($$select public.calculate_streak(today => null)$$), 'PT422 malformed', '[K2] there is a today');
select is(tests.refusal($$select public.calculate_streak(today => 'infinity')$$), 'PT422 malformed', '[K2] which comes');
select is(tests.refusal($$select public.calculate_streak(rest_days => null)$$), 'PT422 malformed', '[K2] rest days count or they do not');
select tests.act_as('ben');
select is(public.calculate_streak(), 0, '[§7] Ben''s is his own');
select is(tests.refusal($$select public.calculate_streak(tests.person('ana'))$$), 'PT403 wrong_account', '[§7] another person''s is refused');
select tests.act_as(null);
select is(tests.refusal($$select public.calculate_streak()$$), '42501 permission denied for function calculate_streak', '[§7] anon has none');
select tests.act_as_service();
select is(tests.refusal($$select public.calculate_streak(tests.person('ana'))$$), '42501 permission denied for function calculate_streak', '[§7] nor does the server ask for one');
select * from finish();
rollback;
