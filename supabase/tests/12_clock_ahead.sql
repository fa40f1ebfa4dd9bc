-- What comes from the future is refused whole, before anything of its batch is kept (W4).
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();

-- `p_seconds` from now, as a stamp and as an instant.
create function pg_temp.stamp_in(p_seconds integer) returns jsonb language sql as $$
  select jsonb_build_object('stamp', lpad(to_hex(floor(extract(epoch from clock_timestamp()) * 1000)::bigint + p_seconds::bigint * 1000), 12, '0') || '-0000-00000000000000aa')
$$;
create function pg_temp.instant_in(p_column text, p_seconds integer) returns jsonb language sql as $$
  select jsonb_build_object(p_column, to_char((clock_timestamp() + make_interval(secs => p_seconds)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
$$;
create function pg_temp.batch(p_with jsonb) returns jsonb language sql as $$
  select jsonb_build_array(
    tests.mutation(1, tests.op('chat_messages', tests.message(1))),
    tests.mutation(2, tests.op('chat_messages', tests.message(2, p_with))))
$$;
create function pg_temp.session(p_with jsonb) returns jsonb language sql as $$
  select jsonb_build_array(tests.mutation(1, tests.op('user_sessions', jsonb_build_object('id', tests.id(9), 'stamp', tests.stamp(9),
    'session_start', '2026-11-22T08:00:00.000Z', 'created_at', '2026-11-22T08:00:00.000Z', 'activities', '[]'::jsonb) || p_with)))
$$;

select tests.act_as('ana');
select is(tests.refusal($$select tests.push('ana', 1, pg_temp.batch(pg_temp.stamp_in(310)))$$), 'PT409 clock_ahead', '[W4] a stamp more than five minutes ahead refuses the batch');
select is(tests.refusal($$select tests.push('ana', 1, pg_temp.batch(pg_temp.stamp_in(30000000)))$$), 'PT409 clock_ahead', '[W4] a year ahead too');
select is(tests.refusal($$select tests.push('ana', 1, pg_temp.batch(pg_temp.instant_in('created_at', 310)))$$), 'PT409 clock_ahead', '[W4] so does an instant');
select is(tests.refusal($$select tests.push('ana', 1, pg_temp.batch(pg_temp.instant_in('deleted_at', 310)))$$), 'PT409 clock_ahead', '[W4] that of a deletion too');
select is(tests.refusal($$select tests.push('ana', 1, pg_temp.session(pg_temp.instant_in('session_end', 310)))$$), 'PT409 clock_ahead', '[W4] and that of another table');
select is((select count(*)::int from chat_messages), 0, '[W4] nothing of the batch is kept');
select is((select answer ->> 'last_seq' from (select tests.push('ana', 1, '[]') as answer) x), '0', '[W4] and nothing is consumed: an empty push asks for last_seq');

select is((select tests.codes(tests.push('ana', 1, pg_temp.batch(pg_temp.stamp_in(290) || pg_temp.instant_in('created_at', 290))))), 'ok ok',
  '[W4] up to five minutes are forgiven');
select is((select tests.codes(tests.push('ana', 3, jsonb_build_array(
    tests.mutation(3, tests.op('chat_messages', tests.message(3, '{"stamp": "zzzz"}'))),
    tests.mutation(4, tests.op('chat_messages', tests.message(4, '{"created_at": "tomorrow"}'))),
    tests.mutation(5, tests.op('chat_messages', tests.message(5, '{"message_text": "2999-01-01T00:00:00.000Z"}')))), 2))), '23514 22023 ok',
  '[W4] what is no stamp and no instant is refused for that alone');

select tests.act_as_owner();
update public.chat_messages set stamp = pg_temp.stamp_in(86400) ->> 'stamp' where id = tests.id(2);
update public.sync_answers set code = null where seq = 5;
select tests.act_as('ana');
select is(tests.codes(tests.push('ana', 5, jsonb_build_array(tests.mutation(5, tests.op('chat_messages', tests.message(5, pg_temp.stamp_in(86400))))), 4)), 'ok',
  '[W4] what was taken in before the server''s clock fell back is answered as it was');
select * from finish();
rollback;
