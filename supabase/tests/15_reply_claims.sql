-- So many replies may be asked for; to ask again for the same one is free.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();

select tests.act_as('ana');
select is((select tests.codes(tests.push('ana', 1, tests.messages(1, 1)))), 'ok', 'one message');
select is((select count(*)::int from generate_series(0, 59) n where public.claim_reply(tests.person('ana'), tests.id(1), n) ->> 'status' = 'claimed'),
  60, '[R2] sixty claims in a minute are taken');
select is(tests.refusal($$select public.claim_reply(tests.person('ana'), tests.id(1), 60)$$), 'PT429 rate_limited', '[R2] one more is refused');
select tests.act_as_owner();
create function tests.wait_told(p_sql text) returns integer language plpgsql as $$
declare
  v_hint text;
begin
  execute p_sql;
  return null;
exception when others then
  get stacked diagnostics v_hint = pg_exception_hint;
  return v_hint::integer;
end
$$;
update reply_jobs set claimed_at = clock_timestamp() - interval '40 seconds' where user_id = tests.person('ana');
select tests.act_as('ana');
select ok(tests.wait_told($w$select public.claim_reply(tests.person('ana'), tests.id(1), 60)$w$) between 15 and 20, '[R2] and told in how many seconds there is room');
select is(public.claim_reply(tests.person('ana'), tests.id(1), 7) ->> 'status', 'running', '[R2] attaching to one that runs is free');
select tests.act_as('ben');
select is((select tests.codes(tests.push('ben', 1, tests.messages(1, 1)))), 'ok', 'another person''s message');
select is(public.claim_reply(tests.person('ben'), tests.id(1), 0) ->> 'status', 'claimed', '[R2] another account is not counted with it');
select tests.act_as_owner();
update reply_jobs set claimed_at = claimed_at - interval '61 seconds' where user_id = tests.person('ana');
select tests.act_as('ana');
select is(public.claim_reply(tests.person('ana'), tests.id(1), 60) ->> 'status', 'claimed', '[R2] a minute later there is room again');
select * from finish();
rollback;
