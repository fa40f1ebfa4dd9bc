-- A server that came back from a backup: whoever knows more hears so, and one new epoch is given to all (L5).
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();
select tests.act_as('ana');

create temporary table answers (name text primary key, answer jsonb);
insert into answers select 'before', tests.push('ana', 1, tests.messages(1, 3));
create function pg_temp.head() returns bigint language sql as $$ select (answer ->> 'head')::bigint from answers where name = 'before' $$;
create function pg_temp.epoch() returns uuid language sql as $$ select (answer ->> 'epoch')::uuid from answers where name = 'before' $$;
create function pg_temp.pull(p_acked bigint, p_version bigint, p_epoch uuid) returns jsonb language sql as $$
  select public.sync_pull(tests.person('ana'), '00000000000000aa', p_acked, '{chat_messages}', p_epoch, jsonb_build_array(p_version, '~', ''), 500)::jsonb
$$;

select is(jsonb_array_length(pg_temp.pull(3, pg_temp.head(), pg_temp.epoch()) -> 'rows'), 0, '[L5] who knows as much as the server is no news');
select is(tests.refusal($$select pg_temp.pull(3, pg_temp.head() + 1, pg_temp.epoch())$$), 'PT409 behind', '[L5] a cursor after the head is from a later server');
select is(tests.refusal($$select pg_temp.pull(4, pg_temp.head(), pg_temp.epoch())$$), 'PT409 behind', '[L5] so is an acknowledgement after the last');
select is(tests.refusal($$select public.sync_push(tests.person('ana'), '00000000000000aa', 4, 3, tests.messages(4, 4), pg_temp.head() + 1)$$), 'PT409 behind',
  '[L5] a push hears so too, before its version is taken');
select is((select count(*)::int from chat_messages), 3, '[L5] and consumes nothing');
select is((pg_temp.pull(9, pg_temp.head() + 9, tests.id(1)) ->> 'epoch')::uuid, pg_temp.epoch(), '[L5] of another epoch nobody is behind: it is read from zero');
select is(jsonb_array_length(pg_temp.pull(9, pg_temp.head() + 9, tests.id(1)) -> 'rows'), 3, '[L5] all of it');

insert into answers select 'renewed', public.sync_renew(tests.person('ana'), '00000000000000aa', pg_temp.epoch());
select isnt((select (answer ->> 'epoch')::uuid from answers where name = 'renewed'), pg_temp.epoch(), '[L5] a renewal gives another epoch');
select is((select answer ->> 'epoch' from answers where name = 'renewed'),
  public.sync_renew(tests.person('ana'), '00000000000000bb', pg_temp.epoch()) ->> 'epoch', '[L5] once: the second to ask hears the same');
select is(tests.push('ana', 1, '[]', 0, '00000000000000cc') ->> 'epoch', (select answer ->> 'epoch' from answers where name = 'renewed'), '[L5] every answer tells it');
select is(tests.refusal($$select public.sync_renew(tests.person('ben'), '00000000000000aa', null)$$), 'PT403 wrong_account', '[P1] nobody renews for another');
select is((select count(*)::int from chat_messages), 3, '[L5] nothing is deleted');
select * from finish();
rollback;
