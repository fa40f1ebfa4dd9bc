-- Joins as a person meets them: several writes of one row in one batch, deletion, last writer, sets. The random proof is join.test.ts.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();
select tests.act_as('ana');

select is((select tests.codes(tests.push('ana', 1, jsonb_build_array(
  tests.mutation(1, tests.op('chat_messages', tests.message(1, '{"mood_detected": "glad", "sentiment_score": 0.50}'))),
  tests.mutation(2, tests.op('chat_messages', tests.message(1, '{"deleted_at": "2026-11-22T09:00:00.000Z"}'))),
  tests.mutation(3, tests.op('chat_messages', tests.message(1)), tests.op('chat_messages', tests.message(1))))))), 'ok ok ok', 'one row many times in one batch');
select is((select message_text || coalesce(mood_detected, '-') || coalesce(sentiment_score::text, '-') from chat_messages), '--', '[L8] deletion wipes the words');
select is((select tests.codes(tests.push('ana', 4, tests.messages(1, 1)))), 'ok', 'a late copy of a deleted message is taken');
select is((select message_text from chat_messages), '', '[L8] and stays deleted');

select tests.push('ana', 5, jsonb_build_array(
  tests.mutation(5, tests.op('preferences', jsonb_build_object('id', tests.id(5), 'stamp', tests.stamp(20), 'key', 'theme', 'value', 'dark'))),
  tests.mutation(6, tests.op('preferences', jsonb_build_object('id', tests.id(5), 'stamp', tests.stamp(10), 'key', 'theme', 'value', 'light')))));
select is((select value from preferences), '"dark"', 'the larger stamp wins, whatever the order');
select tests.push('ana', 7, jsonb_build_array(
  tests.mutation(7, tests.op('preferences', jsonb_build_object('id', tests.id(5), 'stamp', tests.stamp(30), 'key', 'theme', 'value', null)))));
select is((select coalesce(value::text, 'null') from preferences), 'null', 'a null is a value');

select tests.push('ana', 8, jsonb_build_array(
  tests.mutation(8, tests.op('user_sessions', jsonb_build_object('id', tests.id(8), 'stamp', tests.stamp(8), 'session_start', '2026-11-22T08:00:00.000Z',
    'created_at', '2026-11-22T08:00:00.000Z', 'session_end', '2026-11-22T08:20:00.000Z', 'total_duration_minutes', 20, 'activities', '["chat"]'::jsonb))),
  tests.mutation(9, tests.op('user_sessions', jsonb_build_object('id', tests.id(8), 'stamp', tests.stamp(8), 'session_start', '2026-11-22T08:00:00.000Z',
    'created_at', '2026-11-22T08:00:00.000Z', 'session_end', '2026-11-22T08:10:00.000Z', 'total_duration_minutes', 10, 'activities', '["music", "game"]'::jsonb)))));
select is((select activities || to_jsonb(total_duration_minutes) from user_sessions), '["chat", "game", "music", 20]', 'sets unite, ends are the latest');

create temporary table heads as select tests.pull('ana') ->> 'head' as head;
select tests.another_transaction();
select is((select answer ->> 'head_before' || ' ' || (answer ->> 'head') from (select tests.push('ana', 10, jsonb_build_array(
  tests.mutation(10, tests.op('chat_messages', tests.message(1)),
    tests.op('preferences', jsonb_build_object('id', tests.id(5), 'stamp', tests.stamp(10), 'key', 'theme', 'value', 'old'))))) as answer) x),
  (select head || ' ' || head from heads), '[L2] a join that changes nothing takes no version');
select is((select tests.codes(tests.push('ana', 11, jsonb_build_array(tests.mutation(11, tests.op('chat_messages', tests.message(1, '{"version": 5}'))))))), 'ok',
  'a row may come back with the version it was pulled with');
select * from finish();
rollback;
