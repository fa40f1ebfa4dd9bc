-- A person's context: own rows only, of one moment, and a version that a talk does not move (X1, X4); what shaped a reply is kept with it (X5).
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();

create function pg_temp.answer(p_run integer, p_item integer, p_answer integer, p_stamp integer default 1) returns jsonb language sql as $$
  select tests.op('personality_answers', jsonb_build_object('id', tests.id(p_run * 100 + p_item), 'stamp', tests.stamp(p_stamp), 'run', p_run,
    'item', p_item, 'answer', p_answer, 'answered_at', '2026-11-22T08:00:00.000Z'))
$$;
create function pg_temp.fact(p_number integer, p_text text, p_stamp integer default 1) returns jsonb language sql as $$
  select tests.op('memory_facts', jsonb_build_object('id', tests.id(p_number), 'stamp', tests.stamp(p_stamp), 'text', p_text, 'created_at', '2026-11-22T08:00:00.000Z'))
$$;
create function pg_temp.preference(p_number integer, p_key text, p_value jsonb, p_stamp integer default 1) returns jsonb language sql as $$
  select tests.op('preferences', jsonb_build_object('id', tests.id(p_number), 'stamp', tests.stamp(p_stamp), 'key', p_key, 'value', p_value))
$$;
-- A message `p_minutes` after a round half hour.
create function pg_temp.said(p_number integer, p_minutes integer, p_with jsonb default '{}') returns jsonb language sql as $$
  select tests.op('chat_messages', tests.message(p_number, jsonb_build_object('stamp', lpad(to_hex(1699999200000 + p_minutes * 60000), 12, '0') || '-0000-00000000000000aa') || p_with))
$$;
create function pg_temp.context(variadic p_known text[] default '{}') returns jsonb language sql as $$
  select public.personality_context(tests.person('ana'), p_known)
$$;
create temporary table kept (name text primary key, version text);
grant all on kept to authenticated;
create function pg_temp.moved(p_name text, p_new text) returns boolean language plpgsql as $$
declare
  v_was text := (select k.version from kept k where k.name = p_name);
begin
  insert into kept values (p_new, pg_temp.context() ->> 'version');
  return v_was is distinct from (select k.version from kept k where k.name = p_new);
end
$$;

select tests.act_as('ana');
select is(pg_temp.context() -> 'rows', '{"answers": [], "facts": [], "messages": [], "locale": null, "use_personality": null}', '[X1] who said nothing has a context of nothing');
select is(pg_temp.context() ->> 'version', '0.0.0.0', '[X4] and a version');
insert into kept values ('none', '0.0.0.0');
select tests.push('ana', 1, jsonb_build_array(
  tests.mutation(1, pg_temp.answer(1, 1, 5), pg_temp.answer(1, 6, 1), pg_temp.answer(1, 11, 4), pg_temp.answer(2, 3, 2)),
  tests.mutation(2, pg_temp.fact(1, 'I have a cat'), pg_temp.fact(2, null))));
select is(pg_temp.context() -> 'rows' -> 'answers', '[[1, 5], [6, 1], [11, 4]]', '[Q5] an incomplete run speaks only where a trait of it has a score');
select is(pg_temp.context() -> 'rows' -> 'facts', jsonb_build_array(jsonb_build_object('id', tests.id(1), 'text', 'I have a cat', 'created_at', '2026-11-22T08:00:00.000Z')),
  '[D1] a forgotten fact is not there');
select ok(pg_temp.moved('none', 'first'), '[X4] answers and facts move the version');
select is(pg_temp.context((select version from kept where name = 'first')) -> 'rows', 'null', '[X4] who has this version gets no rows');
select isnt(pg_temp.context('0.0.0.0', '1.1.1.1') -> 'rows', 'null', '[X4] who has others gets them');

select tests.another_transaction();
select tests.push('ana', 3, jsonb_build_array(
  tests.mutation(3, variadic (select array_agg(pg_temp.answer(1, n, 3, 2)) from generate_series(1, 20) n)),
  tests.mutation(4, variadic (select array_agg(pg_temp.answer(3, n, 2)) from generate_series(1, 19) n))));
select is(pg_temp.context() -> 'rows' -> 'answers', (select jsonb_agg(jsonb_build_array(n, 3) order by n) from generate_series(1, 20) n), '[Q5] the newest complete run speaks');
select ok(pg_temp.moved('first', 'answers'), '[X4] an answer moves the version');
select tests.another_transaction();
select tests.push('ana', 5, jsonb_build_array(tests.mutation(5, pg_temp.fact(1, null, 2))));
select ok(pg_temp.moved('answers', 'forgotten'), '[X4] forgetting moves the version');
select is(pg_temp.context() -> 'rows' -> 'facts', '[]', '[D1] and the words are gone');
select tests.another_transaction();
select tests.push('ana', 6, jsonb_build_array(tests.mutation(6, pg_temp.preference(3, 'usePersonality', 'false'), pg_temp.preference(4, 'locale', '"bn"'))));
select ok(pg_temp.moved('forgotten', 'chosen'), '[X4] the switch and the language move the version');
select is((pg_temp.context() -> 'rows') - 'answers' - 'facts' - 'messages', '{"locale": "bn", "use_personality": false}', '[X1] and are told');
select tests.another_transaction();
select tests.push('ana', 7, jsonb_build_array(tests.mutation(7, pg_temp.preference(5, 'theme', '"dark"'))));
select ok(not pg_temp.moved('chosen', 'theme'), '[X4] another preference does not');

select tests.another_transaction();
select tests.push('ana', 8, jsonb_build_array(tests.mutation(8, pg_temp.said(11, -5, '{"mood_detected": "sad", "sentiment_score": -0.5, "message_text": "before"}'),
  pg_temp.said(12, -4, '{"sender_type": "ai", "message_text": "a reply"}'), pg_temp.said(13, -3, '{"deleted_at": "2026-11-22T08:00:00.000Z", "message_text": ""}'),
  pg_temp.said(14, -60 * 24 * 8, '{"message_text": "long ago"}'), pg_temp.said(15, 0, '{"message_text": "now"}'))));
select ok(pg_temp.moved('theme', 'talk'), '[X4] the first words of a half hour move the version');
select is(pg_temp.context() -> 'rows' -> 'messages', '[{"text": "before", "mood": "sad", "score": -0.5}]', '[X1] of late: own words before the half hour, of seven days');
select tests.another_transaction();
select tests.push('ana', 9, jsonb_build_array(tests.mutation(9, variadic (select array_agg(pg_temp.said(100 + n, n)) from generate_series(1, 29) n))));
select ok(not pg_temp.moved('talk', 'on'), '[X4] a talk of half an hour moves nothing');
select tests.another_transaction();
select tests.push('ana', 10, jsonb_build_array(tests.mutation(10, pg_temp.said(200, 30))));
select ok(pg_temp.moved('on', 'later'), '[X4] the next half hour does');
select is(jsonb_array_length(pg_temp.context() -> 'rows' -> 'messages'), 31, '[X1] and hears what was said');

select tests.act_as('ben');
select is(tests.refusal($$select pg_temp.context()$$), 'PT403 wrong_account', '[X4] another person''s context is refused');
select is(tests.refusal($$select public.personality_context(tests.person('ana'), array[(select version from kept where name = 'later')])$$), 'PT403 wrong_account', '[X4] even to who knows its version');
select is(public.personality_context(tests.person('ben')) ->> 'version', '0.0.0.0', '[X4] a stranger has their own, of their own rows');

-- Replies.
select tests.act_as('ana');
create function pg_temp.claim(p_message integer, p_known text[]) returns jsonb language sql as $$
  select public.claim_reply(tests.person('ana'), tests.id(p_message), 0, 60, p_known)
$$;
create temporary table claims (message integer primary key, claim jsonb);
grant all on claims to authenticated;
insert into claims values (15, pg_temp.claim(15, null)), (101, pg_temp.claim(101, '{}')), (102, pg_temp.claim(102, array[(select version from kept where name = 'later')])),
  (103, pg_temp.claim(103, null)), (104, pg_temp.claim(104, null));
select is((select claim -> 'context' from claims where message = 15), 'null', '[X4] who does not ask for the context is not told');
select is((select claim -> 'context' from claims where message = 101), pg_temp.context(), '[X4] a claim brings the context');
select is((select claim -> 'context' from claims where message = 102), jsonb_build_object('version', (select version from kept where name = 'later'), 'rows', null), '[X4] or that it is the kept one');
create function pg_temp.finish(p_message integer, p_reply integer, p_shape jsonb) returns text language sql as $$
  select public.finish_reply(tests.person('ana'), tests.id(p_message), 0, (select (claim ->> 'lease')::uuid from claims where message = p_message), tests.id(p_reply), 'rules', 'words', p_shape) ->> 'status'
$$;
select tests.another_transaction();
select is(pg_temp.finish(15, 901, jsonb_build_object('traits', '[["openness", "high"]]'::jsonb, 'facts', jsonb_build_array(tests.id(1)))), 'stored', '[X5] a reply is stored with its note');
select is((select shaped_by ->> 'traits' from reply_notes where id = tests.id(901)), '[["openness", "high"]]', '[X5] under the reply''s id');
select is((select n.version = m.version from reply_notes n join chat_messages m using (user_id, id) where n.id = tests.id(901)), true, '[X5] in the same version');
select is(pg_temp.finish(101, 902, null), 'stored', '[R4] without a note as before');
select is(pg_temp.finish(102, 903, '{"traits": "all of them"}'), 'stored', '[R4] a note that is none does not cost the reply');
select is((select public.finish_reply(tests.person('ana'), tests.id(103), 0, (select (claim ->> 'lease')::uuid from claims where message = 103), tests.id(904), 'rules', 'words') ->> 'status'),
  'stored', '[R4] nor does one who knows of no notes');
select tests.push('ana', 11, jsonb_build_array(tests.mutation(11, pg_temp.said(905, -9, jsonb_build_object('sender_type', 'ai', 'reply_to', tests.id(104), 'reply_source', 'rules', 'reply_attempt', 0, 'message_text', 'the device''s')))));
select is(pg_temp.finish(104, 905, '{"traits": [["openness", "high"]], "facts": []}'), 'stored', '[R4] a reply of a device''s own is joined with');
select is((select string_agg(id::text, ' ') from reply_notes), tests.id(901)::text, '[X5] and where its words won they are not said to be shaped by what shaped others');
select tests.act_as('ben');
select is((select count(*)::int from reply_notes), 0, '[X5] nobody else reads it');
select tests.act_as_owner();
delete from auth.users where id = tests.person('ana');
select tests.act_as('ana');
select is(tests.refusal($$select pg_temp.context()$$), 'PT401 account_gone', '[X4] an account that is gone has no context');
select * from finish();
rollback;
