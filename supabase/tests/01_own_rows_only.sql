-- People read their own rows and nobody else's; what only the server keeps is read by nobody.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();

select is(
  (select string_agg(c.relname, ' ' order by c.relname) from pg_class c
   where c.relnamespace in ('public'::regnamespace, 'sync'::regnamespace) and c.relkind in ('r', 'p') and not c.relrowsecurity),
  null, '[§7] every table has row level security on');
select is(
  (select string_agg(c.relname, ' ' order by c.relname) from pg_class c
   where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
     and not exists (select from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'
       and f.confrelid = 'auth.users'::regclass and f.confdeltype = 'c')),
  null, '[§7] every table of people''s rows goes with the account');
select is(
  (select count(*)::int from pg_constraint f where f.contype = 'f' and f.conrelid in (select format('public.%I', t.name)::regclass from sync.tables t)
     and f.confrelid <> 'auth.users'::regclass),
  0, '[§7] no synced table refers to another');

-- A re-grant of table rights (the embedded API does that) must change nothing: the policies hold alone.
grant usage on schema sync to anon, authenticated;
grant all on all tables in schema public, sync to anon, authenticated;

select tests.act_as('ana');
select tests.push('ana', 1, jsonb_build_array(
  tests.mutation(1,
    tests.op('chat_messages', tests.message(1)),
    tests.op('user_sessions', jsonb_build_object('id', tests.id(2), 'stamp', tests.stamp(2), 'session_start', '2026-11-22T08:00:00.000Z',
      'created_at', '2026-11-22T08:00:00.000Z', 'activities', '["chat"]'::jsonb)),
    tests.op('message_reactions', jsonb_build_object('id', tests.id(3), 'stamp', tests.stamp(3), 'message_id', tests.id(1), 'reaction', '👍')),
    tests.op('preferences', jsonb_build_object('id', tests.id(4), 'stamp', tests.stamp(4), 'key', 'theme', 'value', 'dark')))));
select public.claim_reply(tests.person('ana'), tests.id(1), 0);

select is((select count(*)::int from chat_messages), 1, '[§7] chat_messages: the owner reads her row');
select is((select count(*)::int from user_sessions), 1, '[§7] user_sessions: the owner reads her row');
select is((select count(*)::int from message_reactions), 1, '[§7] message_reactions: the owner reads her row');
select is((select count(*)::int from preferences), 1, '[§7] preferences: the owner reads her row');
select is((select count(*)::int from sync_heads), 0, '[§7] sync_heads: not even the owner reads it');
select is((select count(*)::int from sync_clients), 0, '[§7] sync_clients: not even the owner reads it');
select is((select count(*)::int from sync_answers), 0, '[§7] sync_answers: not even the owner reads it');
select is((select count(*)::int from reply_jobs), 0, '[§7] reply_jobs: not even the owner reads it');
select is((select count(*)::int from sync.tables), 0, '[§7] sync.tables: not even the owner reads it');

select tests.act_as('ben');
select is((select count(*)::int from chat_messages), 0, '[§7] chat_messages: a stranger reads nothing');
select is((select count(*)::int from user_sessions), 0, '[§7] user_sessions: a stranger reads nothing');
select is((select count(*)::int from message_reactions), 0, '[§7] message_reactions: a stranger reads nothing');
select is((select count(*)::int from preferences), 0, '[§7] preferences: a stranger reads nothing');

select tests.act_as(null);
select is((select count(*)::int from chat_messages), 0, '[§7] chat_messages: anon reads nothing');
select is((select count(*)::int from user_sessions), 0, '[§7] user_sessions: anon reads nothing');
select is((select count(*)::int from message_reactions), 0, '[§7] message_reactions: anon reads nothing');
select is((select count(*)::int from preferences), 0, '[§7] preferences: anon reads nothing');
select is((select count(*)::int from sync_heads), 0, '[§7] sync_heads: anon reads nothing');
select is((select count(*)::int from reply_jobs), 0, '[§7] reply_jobs: anon reads nothing');

-- Only chat_messages may be written, and only by inserting one's own.
select tests.act_as('ana');
select is(tests.refusal(format('insert into user_sessions (user_id, id, stamp, session_start, created_at, version) values (%L, %L, %L, now(), now(), 1)',
  tests.person('ana'), tests.id(9), tests.stamp(9))),
  '42501 new row violates row-level security policy for table "user_sessions"', '[§7] user_sessions: the owner does not insert');
select is(tests.refusal(format('insert into message_reactions (user_id, id, stamp, message_id, version) values (%L, %L, %L, %L, 1)',
  tests.person('ana'), tests.id(9), tests.stamp(9), tests.id(1))),
  '42501 new row violates row-level security policy for table "message_reactions"', '[§7] message_reactions: the owner does not insert');
select is(tests.refusal(format('insert into preferences (user_id, id, stamp, key, version) values (%L, %L, %L, ''k'', 1)',
  tests.person('ana'), tests.id(9), tests.stamp(9))),
  '42501 new row violates row-level security policy for table "preferences"', '[§7] preferences: the owner does not insert');
select is(tests.refusal(format('insert into sync_heads (user_id, head, epoch) values (%L, 1, %L)', tests.person('ben'), tests.id(9))),
  '42501 new row violates row-level security policy for table "sync_heads"', '[§7] sync_heads: nobody inserts');
select is(tests.refusal(format('insert into reply_jobs (user_id, message_id, attempt, lease, leased_until) values (%L, %L, 7, %L, now())',
  tests.person('ana'), tests.id(1), tests.id(9))),
  '42501 new row violates row-level security policy for table "reply_jobs"', '[§7] reply_jobs: nobody inserts');

update chat_messages set message_text = 'changed';
delete from chat_messages;
update preferences set value = '"light"';
delete from user_sessions;
delete from message_reactions;
select tests.act_as_owner();
select is((select message_text from chat_messages), 'message 1', '[§7] chat_messages: the owner neither updates nor deletes');
select is((select value from preferences where id = tests.id(4)), '"dark"', '[§7] preferences: the owner does not update');
select is((select count(*)::int from user_sessions), 1, '[§7] user_sessions: the owner does not delete');
select is((select count(*)::int from message_reactions), 1, '[§7] message_reactions: the owner does not delete');

delete from auth.users where id = tests.person('ana');
select is(
  (select count(*)::int from chat_messages) + (select count(*)::int from sync_heads) + (select count(*)::int from sync_clients)
    + (select count(*)::int from sync_answers) + (select count(*)::int from reply_jobs) + (select count(*)::int from preferences),
  0, '[§7] an account that is gone leaves nothing');
select * from finish();
rollback;
