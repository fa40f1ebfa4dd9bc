-- A device that gives up its own version of rows asks for the server's (P6).
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();
create function pg_temp.rows(p_rows jsonb) returns jsonb language sql as $$
  select public.sync_rows(tests.person('ana'), '00000000000000aa', p_rows) -> 'rows'
$$;
create function pg_temp.named(p_table text, p_number integer) returns jsonb language sql as $$
  select jsonb_build_object('table', p_table, 'id', tests.id(p_number))
$$;
select tests.act_as('ana');
select tests.push('ana', 1, jsonb_build_array(tests.mutation(1,
  tests.op('chat_messages', tests.message(1)),
  tests.op('chat_messages', tests.message(2, '{"deleted_at": "2026-11-22T09:00:00.000Z", "message_text": ""}')),
  tests.op('preferences', jsonb_build_object('id', tests.id(3), 'stamp', tests.stamp(3), 'key', 'theme', 'value', 'dark')))));
select tests.act_as('ben');
select tests.push('ben', 1, tests.messages(9, 9));

select tests.act_as('ana');
select is((select string_agg((e ->> 'table') || coalesce(' ' || (e -> 'row' ->> 'deleted_at'), ''), ', ' order by n)
  from jsonb_array_elements(pg_temp.rows(jsonb_build_array(pg_temp.named('preferences', 3), pg_temp.named('chat_messages', 2), pg_temp.named('chat_messages', 1),
    pg_temp.named('chat_messages', 1)))) with ordinality as x(e, n)),
  'chat_messages, chat_messages 2026-11-22T09:00:00.000Z, preferences', '[P6] each row asked for, once, tombstones included');
select is(pg_temp.rows(jsonb_build_array(pg_temp.named('chat_messages', 1))) -> 0 -> 'row',
  tests.message(1) || jsonb_build_object('version', (tests.pull('ana') ->> 'head')::bigint), '[P6] as the feed has it');
select is(pg_temp.rows(jsonb_build_array(pg_temp.named('chat_messages', 9), pg_temp.named('chat_messages', 77), pg_temp.named('activities', 1))), '[]',
  '[P6] nothing of other people, nothing that is not here');
select is(pg_temp.rows('[]'), '[]', '[P6] asked for nothing');
select is(tests.refusal($$select pg_temp.rows('{}')$$), 'PT422 malformed', 'a request that is no list is malformed');
select is(tests.refusal($$select pg_temp.rows('[{"table": "preferences", "id": "x"}]')$$), 'PT422 malformed', 'an id is an id');
select is(tests.refusal($$select pg_temp.rows((select jsonb_agg(pg_temp.named('preferences', n)) from generate_series(1, 501) n))$$), 'PT422 malformed', 'at most 500');
select tests.act_as('ben');
select is(tests.refusal($$select pg_temp.rows('[]')$$), 'PT403 wrong_account', '[P1] a token of another account asks for nothing');
select tests.act_as(null);
select is(tests.refusal($$select pg_temp.rows('[]')$$), '42501 permission denied for function sync_rows', 'anon asks for nothing');
select * from finish();
rollback;
