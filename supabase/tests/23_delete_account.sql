-- A person ends their own account: only theirs, only freshly signed in, and all of it.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();

create function tests.session(p_name text) returns uuid language sql immutable as $$
  select md5('session ' || p_name)::uuid
$$;
-- As with a token of that session.
create function tests.act_in_session(p_name text, p_session uuid) returns void language plpgsql as $$
begin
  perform tests.act_as(p_name);
  perform set_config('request.jwt.claims',
    jsonb_build_object('role', 'authenticated', 'sub', tests.person(p_name), 'session_id', p_session)::text, true);
end
$$;
insert into auth.sessions (id, user_id, created_at) values
  (tests.session('ana'), tests.person('ana'), now()),
  (tests.session('old'), tests.person('ana'), now() - interval '11 minutes'),
  (tests.session('ben'), tests.person('ben'), now());

select tests.act_as('ana');
select is(tests.codes(tests.push('ana', 1, tests.messages(1, 2))), 'ok ok', 'Ana has words on the server');
select tests.act_as('ben');
select is(tests.codes(tests.push('ben', 1, tests.messages(1, 1))), 'ok', 'so has Ben');

select tests.act_as(null);
select is(tests.refusal('select public.delete_account()'), '42501 permission denied for function delete_account', '[E7] anon deletes nothing');
select tests.act_as_service();
select is(tests.refusal('select public.delete_account()'), '42501 permission denied for function delete_account', '[E7] nor does the server itself');
select tests.act_as('ana');
select is(tests.refusal('select public.delete_account()'), 'PT403 reauthenticate', '[E7] a token of no session is not enough');
select tests.act_in_session('ana', tests.session('old'));
select is(tests.refusal('select public.delete_account()'), 'PT403 reauthenticate', '[E7] nor one of a session that began long ago');
select tests.act_in_session('ana', tests.session('ben'));
select is(tests.refusal('select public.delete_account()'), 'PT403 reauthenticate', '[E7] nor one of somebody else''s session');
select tests.act_as_owner();
select is((select count(*)::int from chat_messages), 3, '[E7] what was refused deleted nothing');

select tests.act_in_session('ana', tests.session('ana'));
select is(tests.refusal('select public.delete_account()'), 'none', '[E7] freshly signed in she may');
select is(tests.refusal('select public.delete_account()'), 'PT401 account_gone', '[E7] and once is enough');
select is(tests.refusal($$select tests.push('ana', 3, tests.messages(3, 3))$$), 'PT401 account_gone', '[E7] nothing is pushed afterwards');
select tests.act_as_owner();
select is((select count(*)::int from auth.users where id = tests.person('ana')), 0, '[E7] the account is gone');
select is(
  (select string_agg(c.relname, ' ' order by c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = 'public' and c.relkind = 'r' and not exists (
     select from pg_constraint k where k.conrelid = c.oid and k.confrelid = 'auth.users'::regclass and k.confdeltype = 'c')),
  null, '[E7] no table of ours keeps rows of somebody who is gone');
select is((select count(*)::int from chat_messages where user_id = tests.person('ana')), 0, '[E7] with all her words');
select is((select count(*)::int from auth.sessions where user_id = tests.person('ana')), 0, '[E7] and sessions');
select is((select count(*)::int from chat_messages where user_id = tests.person('ben')), 1, '[E7] Ben''s are where they were');

select tests.act_as(null);
select is(public.account_exists(tests.person('ana')), false, '[E8] a device without a token hears that its account is gone');
select is(public.account_exists(tests.person('ben')), true, '[E8] or that it is there');
select is(public.account_exists(null), false, '[E8] no account is no account');
select * from finish();
rollback;
