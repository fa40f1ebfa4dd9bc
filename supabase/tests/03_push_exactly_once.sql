-- A batch is taken in once, however often it is sent; a device the server does not know any more hears so.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();
select tests.act_as('ana');

create temporary table answers (name text primary key, answer jsonb);
insert into answers select 'first', tests.push('ana', 1, tests.messages(1, 3));
select is((select tests.codes(answer) from answers where name = 'first'), 'ok ok ok', '[P3] every mutation sent gets its verdict');
select is((select answer ->> 'last_seq' from answers where name = 'first'), '3', '[P3] last_seq is the last mutation''s');
select is((select answer -> 'verdicts' -> 1 ->> 'id' from answers where name = 'first'), tests.id(1000002)::text, '[P3] a verdict names its mutation');
select is((select answer ->> 'head_before' from answers where name = 'first'), '0', '[P3] head_before is where the head was');
select is((select answer ->> 'head' from answers where name = 'first'), (select max(version)::text from chat_messages), '[P3] head is the version written');
select ok((select (answer ->> 'server_time')::bigint between 1700000000000 and 4000000000000 from answers where name = 'first'),
  '[W4] the answer carries the server''s clock in ms');

insert into answers select 'again', tests.push('ana', 1, tests.messages(1, 3));
select is((select answer -> 'verdicts' from answers where name = 'again'), (select answer -> 'verdicts' from answers where name = 'first'),
  '[P4] a lost response is resent and answered alike');
select is((select answer ->> 'head' from answers where name = 'again'), (select answer ->> 'head' from answers where name = 'first'),
  '[P4] and changes nothing');
insert into answers select 'overlap', tests.push('ana', 2, tests.messages(2, 5), 1);
select is((select answer ->> 'last_seq' || ' ' || tests.codes(answer) from answers where name = 'overlap'), '5 ok ok ok ok',
  '[P4] a batch half known goes on after what is known');
select is((select count(*)::int from chat_messages), 5, '[P4] every message is there once');

select is((select answer ->> 'last_seq' from (select tests.push('ana', 6, '[]', 1) as answer) x), '5', '[P3] an empty batch asks for last_seq');
select is(tests.refusal($$select tests.push('ana', 7, tests.messages(7, 7), 1)$$), 'PT409 gap', '[P3] a hole is refused');
select is(tests.refusal($$select tests.push('ana', 5, tests.messages(99, 99), 1)$$), 'PT409 client_reset', '[P4] another mutation of a known seq is no repeat');
select is(tests.refusal($$select tests.push('ana', 1, tests.messages(1, 2), 1)$$), 'PT409 client_reset', '[P4] a forgotten answer is not guessed');
select is(tests.refusal($$select tests.push('ana', 12, tests.messages(12, 12), 11)$$), 'PT409 behind', '[L5] a server behind its own acknowledgements says so');
select is(tests.refusal($$select tests.push('ana', 2, tests.messages(2, 2), 0, '00000000000000bb')$$), 'PT409 gap', '[P3] an unknown client begins at 1');
select is((select tests.codes(tests.push('ana', 1, tests.messages(1, 2), 0, '00000000000000bb'))), 'ok ok', '[P8] a new client id may send everything again');
select is((select count(*)::int from chat_messages), 5, '[P8] which joins make harmless');

select tests.act_as_owner();
select is((select string_agg(seq::text, ' ' order by seq) from sync_answers where client = '00000000000000aa'), '2 3 4 5',
  '[P4] answers are kept until the device confirms them');
select is((select acked_seq::text || ' ' || last_seq from sync_clients where client = '00000000000000aa'), '1 5', '[P4] and the confirmation with them');
select tests.act_as('ben');
select is((select tests.codes(tests.push('ben', 1, tests.messages(1, 1)))), 'ok', 'ids repeat between people');
select is((select count(*)::int from chat_messages), 1, 'and are rows of their own');
select * from finish();
rollback;
