-- A write pokes the person's devices on a private topic that only they may join (L6).
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();

select tests.act_as('ana');
select tests.push('ana', 1, tests.messages(1, 1));
select tests.act_as_owner();
select is((select count(*)::int from realtime.messages), 1, '[L6] a push pokes');
select is((select jsonb_build_array(event, topic, private, payload -> 'version') from realtime.messages),
  jsonb_build_array('poke', 'sync:' || tests.person('ana'), true, (select head from sync_heads)), '[L6] with the version, on the person''s own private topic');
select tests.act_as('ana');
select tests.another_transaction();
select tests.push('ana', 1, tests.messages(1, 1));
select tests.push('ana', 2, tests.messages(1, 1));
select tests.act_as_owner();
select is((select count(*)::int from realtime.messages), 1, '[L6] a push that changes nothing pokes nobody');
select tests.act_as('ana');
insert into chat_messages (id, message_text, sender_type) values (tests.id(7), 'x', 'user'), (tests.id(8), 'x', 'user');
select tests.act_as_owner();
select is((select count(*)::int from realtime.messages), 2, '[L6] one poke a transaction, however many rows it wrote');

-- The policy: joining is reading realtime.messages with the topic set.
select tests.act_as('ana');
select set_config('realtime.topic', 'sync:' || tests.person('ana'), true);
select is((select count(*)::int from realtime.messages), 2, '[L6] the person joins her own topic');
select is(tests.refusal(format('insert into realtime.messages (topic, extension, event, private) values (%L, ''broadcast'', ''poke'', true)', 'sync:' || tests.person('ana'))),
  '42501 new row violates row-level security policy for table "messages"', '[L6] but does not speak there');
select set_config('realtime.topic', 'sync:' || tests.person('ben'), true);
select is((select count(*)::int from realtime.messages), 0, '[L6] not another''s');
select set_config('realtime.topic', 'sync:', true);
select is((select count(*)::int from realtime.messages), 0, '[L6] nor nobody''s');
select tests.act_as('ben');
select set_config('realtime.topic', 'sync:' || tests.person('ana'), true);
select is((select count(*)::int from realtime.messages), 0, '[L6] a stranger does not join');
select tests.act_as(null);
select is((select count(*)::int from realtime.messages), 0, '[L6] anon does not join');
select * from finish();
rollback;

-- A realtime that fails takes no message with it.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();
create or replace function realtime.send(payload jsonb, event text, topic text, private boolean default true) returns void
language plpgsql as $$
begin
  raise exception 'realtime is broken';
end
$$;
select tests.act_as('ana');
select is(tests.refusal($$select tests.push('ana', 1, tests.messages(1, 1))$$), 'none', '[L6] a push without realtime is taken');
select is((select version from chat_messages), (tests.pull('ana') ->> 'head')::bigint, '[L6] and is in the feed');
select * from finish();
rollback;
