-- What is refused, with which code, and that it takes nothing else with it.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();

create function pg_temp.code(p_op jsonb) returns text language sql as $$
  select a -> 'verdicts' -> 0 ->> 'code' from (select tests.push('ben', 1, jsonb_build_array(tests.mutation(1, p_op)), 0,
    lpad(to_hex((random() * 2000000000)::int), 16, '0')) as a) x
$$;
select tests.act_as('ben');
select is(pg_temp.code(tests.op('auth.users', '{}')), '22023', '[P3] an unknown table is refused');
select is(pg_temp.code(tests.op('sync_heads', '{}')), '22023', '[P3] a table that is not synced is refused');
select is(pg_temp.code('{"row": {}}'), '22023', '[P3] an operation without a table is refused');
select is(pg_temp.code('7'), '22023', '[P3] an operation that is none is refused');
select is(pg_temp.code(tests.op('chat_messages', '[]')), '22023', '[P3] a row that is none is refused');
select is(pg_temp.code(tests.op('chat_messages', tests.message(1, '{"colour": "red"}'))), '22023', '[P3] an unknown column is refused');
select is(pg_temp.code(tests.op('chat_messages', tests.message(1, jsonb_build_object('user_id', tests.person('ana'))))), '22023',
  '[P1] a row does not say whose it is');
select is(pg_temp.code(tests.op('chat_messages', tests.message(1) - 'message_text')), '23502', '[P3] a missing text is refused');
select is(pg_temp.code(tests.op('chat_messages', tests.message(1, '{"message_text": 7}'))), '22023', '[P3] a number is no text');
select is(pg_temp.code(tests.op('chat_messages', tests.message(1, '{"id": "no"}'))), '22P02', '[P3] an id that is none is refused');
select is(pg_temp.code(tests.op('chat_messages', tests.message(1, '{"id": "0199AAAA-0000-7000-8000-000000000001"}'))), '22023', '[P3] an id in another spelling is refused');
select is(pg_temp.code(tests.op('chat_messages', tests.message(1, '{"id": null}'))), '23502', '[P3] a row without an id is refused');
select is(pg_temp.code(tests.op('chat_messages', tests.message(1, '{"stamp": "now"}'))), '23514', '[W3] a stamp of another shape is refused');
select is(pg_temp.code(tests.op('chat_messages', tests.message(1, '{"created_at": "now"}'))), '22023', '[P3] an instant in words is refused');
select is(pg_temp.code(tests.op('chat_messages', tests.message(1, '{"created_at": "2026-11-22T08:00:00.1234Z"}'))), '22023', '[P3] an instant that would lose digits is refused');
select is(pg_temp.code(tests.op('chat_messages', tests.message(1, '{"created_at": "2026-02-30T08:00:00.123Z"}'))), '22008', '[P3] a day that never was is refused');
select is(pg_temp.code(tests.op('chat_messages', tests.message(1, '{"sentiment_score": 0.125}'))), '22023', '[P3] a score that would be rounded is refused');
select is(pg_temp.code(tests.op('chat_messages', tests.message(1, '{"sentiment_score": 10}'))), '22003', '[P3] a score out of range is refused');
select is(pg_temp.code(tests.op('chat_messages', tests.message(1, '{"sender_type": "bot"}'))), '23514', '[P3] a sender that is none is refused');
select is(pg_temp.code(tests.op('chat_messages', tests.message(1, '{"reply_source": "oracle"}'))), '23514', '[P3] a source that is none is refused');
select is(pg_temp.code(tests.op('chat_messages', tests.message(1, jsonb_build_object('message_text', repeat('x', 8001))))), '23514', '[P3] a message over 8,000 characters is refused');
select is(pg_temp.code(tests.op('user_sessions', jsonb_build_object('id', tests.id(2), 'stamp', tests.stamp(2), 'session_start', '2026-11-22T08:00:00.000Z',
  'created_at', '2026-11-22T08:00:00.000Z', 'activities', '["sleep"]'::jsonb))), '23514', '[P3] an activity that is none is refused');
select is((select count(*)::int from chat_messages), 0, '[P3] nothing of a refused mutation is kept');
select is(pg_temp.code(tests.op('chat_messages', tests.message(1, jsonb_build_object('message_text', repeat('👩‍🚀', 2600))))), null, 'long text of many bytes is taken');

select tests.act_as('ana');
create temporary table answers (name text primary key, answer jsonb);
insert into answers select 'mixed', tests.push('ana', 1, jsonb_build_array(
  tests.mutation(1, tests.op('chat_messages', tests.message(1))),
  tests.mutation(2, tests.op('chat_messages', tests.message(2)), tests.op('chat_messages', tests.message(3, '{"sender_type": "bot"}'))),
  tests.mutation(3, tests.op('chat_messages', tests.message(4)))));
select is((select tests.codes(answer) from answers where name = 'mixed'), 'ok 23514 ok', '[P3] one refused mutation leaves the others alone');
select is((select string_agg(message_text, ', ' order by stamp) from chat_messages), 'message 1, message 4', '[P3] and is refused whole');
select is((select count(distinct version)::int from chat_messages), 1, '[L2] a push writes one version');
insert into answers select 'resent', tests.push('ana', 1, (select jsonb_agg(tests.mutation(n, tests.op('chat_messages', tests.message(n)))) from generate_series(1, 3) n));
select is((select tests.codes(answer) from answers where name = 'resent'), 'ok 23514 ok', '[P3] a refusal is kept: a resend gets the same answer');
select is((select count(*)::int from chat_messages), 2, '[P4] and is not tried again');

select is(tests.refusal($$select tests.push('ana', 4, tests.messages(1, 201))$$), 'PT413 too_large', '[P2] more than 200 mutations are refused');
select is(tests.refusal($$select tests.push('ana', 4, jsonb_build_array(
  tests.mutation(4, tests.op('preferences', jsonb_build_object('id', tests.id(4), 'value', repeat('x', 300000)))),
  tests.mutation(5, tests.op('preferences', jsonb_build_object('id', tests.id(5), 'value', repeat('x', 300000))))))$$), 'PT413 too_large', '[P2] a batch over the size is refused');
select is(tests.refusal($$select tests.push('ana', 4, jsonb_build_array(
  tests.mutation(4, tests.op('preferences', jsonb_build_object('id', tests.id(4), 'value', repeat('x', 1600000))))))$$), 'PT413 too_large', '[P2] so is one mutation over the size');
select is((select tests.codes(tests.push('ana', 4, jsonb_build_array(tests.mutation(4, tests.op('preferences',
  jsonb_build_object('id', tests.id(4), 'stamp', tests.stamp(4), 'key', 'k', 'value', repeat('x', 900000)))))))), 'ok', '[P2] one mutation alone may be large');
select is(tests.refusal($$select tests.push('ana', 5, '{}')$$), 'PT422 malformed', 'a batch that is no list is malformed');
select is(tests.refusal($$select tests.push('ana', 5, '[{"id": "x", "ops": []}]')$$), 'PT422 malformed', 'a mutation without an id is malformed');
select is(tests.refusal($$select tests.push('ana', 5, tests.messages(5, 5) #- '{0,ops}')$$), 'PT422 malformed', 'a mutation without operations is malformed');
select is(tests.refusal($$select tests.push('ana', 0, '[]')$$), 'PT422 malformed', 'seqs begin at 1');
select is(tests.refusal($$select tests.push('ana', 5, '[]', 0, 'me')$$), 'PT422 malformed', 'a client id that is none is malformed');
select tests.act_as_owner();
select is((select last_seq::int from sync_clients where user_id = tests.person('ana')), 4, 'a refused batch consumes nothing');

-- Anything that is not the rows' fault aborts the push.
create function pg_temp.stumble() returns trigger language plpgsql as $$
begin
  raise exception using errcode = '40001', message = 'try again';
end
$$;
create trigger stumble before insert on user_sessions for each row execute function pg_temp.stumble();
select tests.act_as('ana');
select is(tests.refusal($$select tests.push('ana', 5, jsonb_build_array(
  tests.mutation(5, tests.op('chat_messages', tests.message(50))),
  tests.mutation(6, tests.op('user_sessions', jsonb_build_object('id', tests.id(2), 'stamp', tests.stamp(2), 'session_start', '2026-11-22T08:00:00.000Z',
    'created_at', '2026-11-22T08:00:00.000Z', 'activities', '[]'::jsonb)))))$$), '40001 try again', '[P3] a serialization failure is no verdict');
select is((select count(*)::int from chat_messages where id = tests.id(50)), 0, '[P3] and aborts the whole push');
select * from finish();
rollback;
