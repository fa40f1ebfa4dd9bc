-- Revoked by default, then granted: who may call what, and that nobody calls what is only ours.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();

select is(
  (select string_agg(p.proname, ' ' order by p.proname) from pg_proc p where p.pronamespace = 'public'::regnamespace
     and has_function_privilege('anon', p.oid, 'execute')),
  'account_exists', '[§7] anon may ask whether an account whose id it knows is there (E8), and no more');
select is(
  (select string_agg(p.proname, ' ' order by p.proname) from pg_proc p where p.pronamespace = 'public'::regnamespace
     and has_function_privilege('authenticated', p.oid, 'execute')),
  'account_exists activity_stats add_session_activity calculate_streak claim_reply delete_account finish_reply personality_context sync_bootstrap sync_history sync_pull sync_push sync_renew sync_rows', '[§7] a signed-in person may call these and no more');
select is(
  (select string_agg(p.proname, ' ' order by p.proname) from pg_proc p where p.pronamespace = 'public'::regnamespace
     and has_function_privilege('service_role', p.oid, 'execute')),
  'claim_reply finish_reply', '[§7] the server itself may work replies and no more');
select is(
  (select string_agg(p.proname, ' ' order by p.proname) from pg_proc p, unnest(array['anon', 'authenticated', 'service_role']) r
   where p.pronamespace = 'sync'::regnamespace and has_function_privilege(r, p.oid, 'execute')),
  null, '[§7] nobody may call a function of the sync schema');
select is(
  (select string_agg(r, ' ') from unnest(array['anon', 'authenticated', 'service_role']) r where has_schema_privilege(r, 'sync', 'usage')),
  null, '[§7] nobody may look into the sync schema');
select is(
  (select string_agg(p.oid::regprocedure::text, ' ') from pg_proc p where p.pronamespace in ('public'::regnamespace, 'sync'::regnamespace)
     and p.prosecdef and not coalesce(p.proconfig @> '{"search_path=\"\""}', false)),
  null, '[§7] a function with its owner''s rights has an empty search_path');

select tests.act_as(null);
select is(tests.refusal($$select tests.push('ana', 1, '[]')$$), '42501 permission denied for function sync_push', '[P6] anon does not push');
select is(tests.refusal($$select tests.pull('ana')$$), '42501 permission denied for function sync_pull', '[§7] anon does not pull');
select is(tests.refusal($$select public.sync_bootstrap(tests.person('ana'), '00000000000000aa', '{}')$$),
  '42501 permission denied for function sync_bootstrap', '[§7] anon does not bootstrap');
select is(tests.refusal($$select public.sync_history(tests.person('ana'), '00000000000000aa', '{}', null, '[1, "", ""]', 1)$$),
  '42501 permission denied for function sync_history', '[§7] anon does not walk the history');
select is(tests.refusal($$select public.claim_reply(tests.person('ana'), tests.id(1), 0)$$),
  '42501 permission denied for function claim_reply', '[§7] anon does not claim a reply');
select is(tests.refusal($$select public.finish_reply(tests.person('ana'), tests.id(1), 0, tests.id(2), tests.id(3), 'rules', 'x')$$),
  '42501 permission denied for function finish_reply', '[§7] anon does not finish a reply');
select is(tests.refusal($$select public.personality_context(tests.person('ana'))$$),
  '42501 permission denied for function personality_context', '[§7] anon does not read a context');
select is(tests.refusal($$select sync.open_head(tests.person('ana'))$$), '42501 permission denied for schema sync', '[§7] anon does not lock a head');

select tests.act_as('ben');
select is(tests.refusal($$select tests.push('ana', 1, '[]')$$), 'PT403 wrong_account', '[P1] a token of another account does not push');
select is(tests.refusal($$select tests.pull('ana')$$), 'PT403 wrong_account', '[P1] a token of another account does not pull');
select is(tests.refusal($$select public.sync_bootstrap(tests.person('ana'), '00000000000000aa', '{}')$$),
  'PT403 wrong_account', '[P1] a token of another account does not bootstrap');
select is(tests.refusal($$select public.sync_history(tests.person('ana'), '00000000000000aa', '{}', null, '[1, "", ""]', 1)$$),
  'PT403 wrong_account', '[P1] a token of another account does not walk the history');
select is(tests.refusal($$select public.claim_reply(tests.person('ana'), tests.id(1), 0)$$),
  'PT403 wrong_account', '[P1] a token of another account does not claim a reply');
select is(tests.refusal($$select public.finish_reply(tests.person('ana'), tests.id(1), 0, tests.id(2), tests.id(3), 'rules', 'x')$$),
  'PT403 wrong_account', '[P1] a token of another account does not finish a reply');
select is(tests.refusal($$select public.personality_context(tests.person('ana'))$$),
  'PT403 wrong_account', '[X4] a token of another account does not read a context');
select is(tests.refusal($$select public.sync_push(null, '00000000000000aa', 1, 0, '[]')$$), 'PT403 wrong_account', '[P1] no account is no account');
select is(tests.refusal($$select sync.apply(tests.person('ana'), 1, '[]')$$), '42501 permission denied for schema sync', '[§7] nobody writes past sync_push');
select tests.act_as_owner();
select is((select count(*)::int from sync_heads), 0, '[P1] a refused call consumed nothing');
select * from finish();
rollback;
