-- A token that outlives its account opens nothing and makes nothing.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();

select tests.act_as('ana');
select is((select tests.codes(tests.push('ana', 1, tests.messages(1, 1)))), 'ok', 'while the account is there its token pushes');
select tests.act_as_owner();
create temporary table gone as select tests.person('ana') as id;
grant select on gone to authenticated;
delete from auth.users where id = (select id from gone);
select is((select count(*)::int from chat_messages), 0, '[T4] with an account go its rows');

select tests.act_as('ana');
select is(tests.refusal($$select tests.push('ana', 2, tests.messages(2, 2))$$), 'PT401 account_gone', '[P6] the token of an account that is gone does not push');
select is(tests.refusal($$select tests.pull('ana')$$), 'PT401 account_gone', '[P6] nor pull');
select is(tests.refusal($$select public.sync_bootstrap((select id from gone), '00000000000000aa', '{}')$$), 'PT401 account_gone', '[P6] nor bootstrap');
select is(tests.refusal($$select public.claim_reply((select id from gone), tests.id(1), 0)$$), 'PT401 account_gone', '[P6] nor claim a reply');
select tests.act_as_owner();
select is((select count(*)::int from sync_heads where user_id = (select id from gone)), 0, '[P6] and leaves nothing');
select * from finish();
rollback;
