-- One worker answers a message, and its reply is stored once (R1, R2, R4).
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();
create function pg_temp.claim(p_message integer, p_attempt integer default 0, p_seconds integer default 60) returns jsonb language sql as $$
  select public.claim_reply(tests.person('ana'), tests.id(p_message), p_attempt, p_seconds)
$$;
create function pg_temp.finish(p_message integer, p_lease jsonb, p_reply integer, p_text text default 'hello', p_attempt integer default 0) returns jsonb language sql as $$
  select public.finish_reply(tests.person('ana'), tests.id(p_message), p_attempt, (p_lease ->> 'lease')::uuid, tests.id(p_reply), 'rules', p_text)
$$;
create temporary table claims (name text primary key, claim jsonb);
grant all on claims to authenticated, service_role;

select tests.act_as('ana');
select tests.push('ana', 1, tests.messages(1, 30));
select tests.push('ana', 31, jsonb_build_array(
  tests.mutation(31, tests.op('preferences', jsonb_build_object('id', tests.id(1), 'stamp', tests.stamp(1), 'key', 'locale', 'value', 'bn'))),
  tests.mutation(32, tests.op('chat_messages', tests.message(101, '{"sender_type": "ai", "message_text": "by rules", "reply_source": "rules", "reply_attempt": 0}'
    || jsonb_build_object('reply_to', tests.id(29), 'stamp', tests.stamp(29) || 'x' ) || jsonb_build_object('stamp', overlay(tests.stamp(29) placing '0001' from 14))))),
  tests.mutation(33, tests.op('chat_messages', tests.message(102, '{"sender_type": "ai", "message_text": "by a model", "reply_source": "model", "reply_attempt": 0}'
    || jsonb_build_object('reply_to', tests.id(29), 'stamp', overlay(tests.stamp(29) placing '0002' from 14))))),
  tests.mutation(34, tests.op('chat_messages', tests.message(28, '{"deleted_at": "2026-11-22T09:00:00.000Z", "message_text": ""}')))));

select is(tests.refusal('select pg_temp.claim(77)'), 'PT404 message_not_synced', '[R2] the message must be here');
select is(tests.refusal('select pg_temp.claim(28)'), 'PT404 message_not_synced', '[R2] a deleted message is not answered');
select is(tests.refusal('select pg_temp.claim(101)'), 'PT404 message_not_synced', '[R2] nor is a reply');
select tests.act_as('ben');
select is(tests.refusal($$select public.claim_reply(tests.person('ben'), tests.id(30), 0)$$), 'PT404 message_not_synced', '[R2] nor is another person''s message');
select tests.act_as('ana');

insert into claims select 'first', pg_temp.claim(30);
select is((select claim ->> 'status' from claims), 'claimed', '[R2] the first who asks gets the lease');
select is((select claim -> 'message' from claims), jsonb_build_object('id', tests.id(30), 'message_text', 'message 30',
  'created_at', '2026-11-22T08:00:00.123Z', 'stamp', tests.stamp(30), 'session_id', null), '[R2] with the message');
select is((select jsonb_array_length(claim -> 'history') from claims), 20, '[R2] and the 20 before it');
select is((select claim -> 'history' -> 0 from claims), '{"sender_type": "user", "message_text": "message 10"}', '[R2] oldest first');
select is((select claim -> 'history' -> 19 from claims), '{"sender_type": "ai", "message_text": "by a model"}', '[R1] one reply a message, the model''s');
select is((select claim -> 'history' -> 18 from claims), '{"sender_type": "user", "message_text": "message 29"}', '[R2] without deleted ones');
select is((select claim ->> 'locale' from claims), 'bn', '[R2] and the language');
select is(pg_temp.claim(30) ->> 'status', 'running', '[R2] the second hears that it is being answered');
select ok((pg_temp.claim(30) ->> 'leased_until') ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$', '[R2] and until when');
select is(pg_temp.claim(30, 1) ->> 'status', 'claimed', '[R1] a further attempt is another job');

select is(pg_temp.finish(30, '{"lease": "00000000-0000-0000-0000-000000000000"}', 201) ->> 'status', 'lost', '[R4] without the lease nothing is stored');
select is(pg_temp.finish(29, (select claim from claims), 201) ->> 'status', 'lost', '[R4] nor with another message''s');
select is((select count(*)::int from chat_messages where id = tests.id(201)), 0, '[R4] nothing was stored');
create temporary table heads as select tests.pull('ana') ->> 'head' as head;
select tests.another_transaction();
select is(pg_temp.finish(30, (select claim from claims), 201), jsonb_build_object('status', 'stored', 'reply_id', tests.id(201)), '[R4] under the lease it is');
select is((select sender_type || ' ' || reply_source || ' ' || reply_attempt || ' ' || message_text from chat_messages where id = tests.id(201)), 'ai rules 0 hello', '[R4] as a reply');
select ok((select r.stamp > q.stamp and r.reply_to = q.id and r.version = (tests.pull('ana') ->> 'head')::bigint
  from chat_messages r, chat_messages q where r.id = tests.id(201) and q.id = tests.id(30)), '[R4] later than the question, at the head of the feed');
select is(pg_temp.finish(30, (select claim from claims), 201, 'other words') ->> 'status', 'stored', '[R4] asked again it says the same');
select is((select message_text from chat_messages where id = tests.id(201)), 'hello', '[R4] and stores once');
select is(pg_temp.claim(30), jsonb_build_object('status', 'done', 'reply_id', tests.id(201)), '[R2] whoever asks later hears the reply''s id');

-- A lease that ran out.
insert into claims select 'slow', pg_temp.claim(20, 0, 1);
select tests.act_as_owner();
update reply_jobs set leased_until = clock_timestamp() - interval '1 second' where message_id = tests.id(20);
select tests.act_as('ana');
select is(pg_temp.finish(20, (select claim from claims where name = 'slow'), 202) ->> 'status', 'lost', '[R4] a lease that ran out stores nothing');
insert into claims select 'next', pg_temp.claim(20);
select is((select claim ->> 'status' from claims where name = 'next'), 'claimed', '[R2] and the next one gets it');
select is(pg_temp.finish(20, (select claim from claims where name = 'slow'), 202) ->> 'status', 'lost', '[R4] the old holder stays out');
select is(pg_temp.finish(20, (select claim from claims where name = 'next'), 202) ->> 'status', 'stored', '[R4] the new one stores');

-- The question is deleted while it is being answered.
insert into claims select 'deleted', pg_temp.claim(21);
select tests.push('ana', 35, jsonb_build_array(tests.mutation(35, tests.op('chat_messages', tests.message(21, '{"deleted_at": "2026-11-22T09:00:00.000Z", "message_text": ""}')))));
select is(pg_temp.finish(21, (select claim from claims where name = 'deleted'), 203), '{"status": "skipped", "reply_id": null}', '[R4] a tombstoned message gets no reply');
select is((select count(*)::int from chat_messages where id = tests.id(203)), 0, '[R4] indeed none');

-- A device made the same reply in the meantime.
insert into claims select 'twice', pg_temp.claim(22);
select tests.push('ana', 36, jsonb_build_array(tests.mutation(36, tests.op('chat_messages', tests.message(204,
  jsonb_build_object('sender_type', 'ai', 'message_text', 'from the device', 'reply_to', tests.id(22), 'reply_source', 'rules', 'reply_attempt', 0))))));
select is(pg_temp.finish(22, (select claim from claims where name = 'twice'), 204) ->> 'status', 'stored', '[R1] a reply of the same id is joined with');
select is((select message_text from chat_messages where id = tests.id(204)), 'from the device', '[R1] the earlier one stands');

-- The server goes on when the person's token is gone.
insert into claims select 'service', pg_temp.claim(23);
select tests.act_as_service();
select is(pg_temp.finish(23, (select claim from claims where name = 'service'), 205) ->> 'status', 'stored', '[R4] the server finishes without the person');
select is(pg_temp.claim(24) ->> 'status', 'claimed', '[R4] and may claim');
select is(tests.refusal($$select pg_temp.finish(24, '{}', 206, null)$$), 'PT422 malformed', '[R4] a reply has words');
select * from finish();
rollback;
