-- People may insert their own messages over REST; the server stamps them.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();

select tests.act_as('ana');
insert into chat_messages (id, message_text, sender_type, created_at) values (tests.id(1), 'one', 'user', '2026-11-22T08:00:00.123456Z');
insert into chat_messages (id, message_text, sender_type, user_id, version, stamp) values
  (tests.id(2), 'two', 'user', tests.person('ana'), 7, tests.stamp(1)), (tests.id(3), 'three', 'ai', tests.person('ana'), 7, tests.stamp(1));
select is((select string_agg(message_text, ' ' order by stamp) from chat_messages), 'one two three', '[W3] stamps keep the order');
select is((select count(distinct stamp)::int from chat_messages), 3, '[W3] each message has a stamp of its own, whatever was sent');
select ok((select bool_and(sync_ok.ok) from (select stamp ~ '^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{16}$' as ok from chat_messages) sync_ok), '[W3] of the right shape');
select ok((select bool_and(abs(('x' || lpad(left(stamp, 12), 16, '0'))::bit(64)::bigint - extract(epoch from clock_timestamp()) * 1000) < 60000) from chat_messages),
  '[W3] of the server''s clock');
select is((select user_id from chat_messages where id = tests.id(1)), tests.person('ana'), 'the owner is who asks');
select is((select created_at from chat_messages where id = tests.id(1)), '2026-11-22T08:00:00.123Z'::timestamptz, 'instants are whole milliseconds');
select ok((select min(version) > 1700000000000000 from chat_messages), '[L2] the version is the server''s');
select is((select count(distinct version)::int from chat_messages), 1, '[L2] one version a transaction');
select is(tests.pull('ana') ->> 'head', (select max(version)::text from chat_messages), '[L2] the head follows');
select is(tests.texts(tests.pull('ana')), 'one, two, three', '[L1] they are in the feed');

-- A device's clock runs two minutes ahead, another's an hour.
select tests.push('ana', 1, jsonb_build_array(
  tests.mutation(1, tests.op('chat_messages', tests.message(4, jsonb_build_object('message_text', 'ahead', 'stamp',
    lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint + 120000), 12, '0') || '-0000-00000000000000aa')))),
  tests.mutation(2, tests.op('chat_messages', tests.message(5, '{"message_text": "far ahead"}')))));
-- It was taken in while the server's own clock was wrong (W4 would refuse it now).
select tests.act_as_owner();
update chat_messages set stamp = lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint + 3600000), 12, '0') || '-0000-00000000000000aa'
where id = tests.id(5);
select tests.act_as('ana');
insert into chat_messages (id, message_text, sender_type) values (tests.id(6), 'after', 'user');
select is((select string_agg(message_text, ', ' order by stamp) from chat_messages where stamp >= (select stamp from chat_messages where message_text = 'ahead')),
  'ahead, after, far ahead', '[W3] a stamp is later than all seen, save those far in the future');

select is(tests.refusal($$insert into chat_messages (id, message_text, sender_type, user_id) values (tests.id(7), 'x', 'user', tests.person('ben'))$$),
  '42501 new row violates row-level security policy for table "chat_messages"', '[§7] nobody writes in another''s name');
select is(tests.refusal($$insert into chat_messages (id, message_text, sender_type) values (tests.id(1), 'x', 'user')$$),
  '23505 duplicate key value violates unique constraint "chat_messages_pkey"', 'an id is used once');
select is(tests.refusal($$insert into chat_messages (id, message_text, sender_type) values (tests.id(8), 'x', 'bot')$$),
  '23514 new row for relation "chat_messages" violates check constraint "chat_messages_sender_type_check"', 'the constraints hold here too');
select is(tests.refusal($$update chat_messages set message_text = 'x'$$), '42501 permission denied for table chat_messages', '[§7] no update');
select is(tests.refusal($$delete from chat_messages$$), '42501 permission denied for table chat_messages', '[§7] no delete');
create temporary table heads as select tests.pull('ana') ->> 'head' as head;
insert into chat_messages (id, message_text, sender_type) values (tests.id(1), 'x', 'user') on conflict do nothing;
select is(tests.pull('ana') ->> 'head', (select head from heads), '[L2] an insert that does nothing leaves the head alone');

select tests.act_as('ben');
select is((select count(*)::int from chat_messages), 0, '[§7] a stranger sees none of it');
select tests.act_as(null);
select is(tests.refusal($$insert into chat_messages (id, message_text, sender_type) values (tests.id(9), 'x', 'user')$$),
  '42501 permission denied for table chat_messages', '[§7] anon does not insert');
select tests.act_as_owner();
grant all on chat_messages to anon;
select tests.act_as(null);
select is(tests.refusal($$insert into chat_messages (id, message_text, sender_type) values (tests.id(9), 'x', 'user')$$), 'PT403 wrong_account', '[§7] not even with the right to');
select is(tests.refusal($$insert into chat_messages (id, message_text, sender_type, user_id) values (tests.id(9), 'x', 'user', tests.person('ana'))$$),
  '42501 new row violates row-level security policy for table "chat_messages"', '[§7] nor in another''s name');
select * from finish();
rollback;
