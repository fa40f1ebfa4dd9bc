-- What the other files share. Committed, since each of them is a transaction of its own that is rolled back.
begin;
create schema tests;
grant usage on schema tests to anon, authenticated, service_role;

create function tests.person(p_name text) returns uuid language sql immutable as $$
  select md5('person ' || p_name)::uuid
$$;

-- Ana owns what the stories are about, Ben is the stranger.
create function tests.people() returns void language sql as $$
  insert into auth.users (id) values (tests.person('ana')), (tests.person('ben'))
$$;

-- As PostgREST does for a request with this person's token; null for one without.
create function tests.act_as(p_name text) returns void language plpgsql as $$
begin
  perform set_config('request.jwt.claims', case when p_name is null then '{"role": "anon"}'
    else jsonb_build_object('role', 'authenticated', 'sub', tests.person(p_name))::text end, true);
  perform set_config('role', case when p_name is null then 'anon' else 'authenticated' end, true);
end
$$;

create function tests.act_as_service() returns void language plpgsql as $$
begin
  perform set_config('request.jwt.claims', '{"role": "service_role"}', true);
  perform set_config('role', 'service_role', true);
end
$$;

create function tests.act_as_owner() returns void language plpgsql as $$
begin
  perform set_config('request.jwt.claims', '', true);
  perform set_config('role', 'none', true);
end
$$;

-- The very error: SQLSTATE, and our word for it or else Postgres' message. 'none' when there was no error.
create function tests.refusal(p_sql text) returns text language plpgsql as $$
declare
  v_detail text;
begin
  execute p_sql;
  return 'none';
exception when others then
  get stacked diagnostics v_detail = pg_exception_detail;
  return sqlstate || ' ' || case when sqlstate like 'PT%' then v_detail else sqlerrm end;
end
$$;

-- A story is one transaction, and a transaction writes under one version: what follows takes one of its own, as in life.
create function tests.another_transaction() returns void language sql as $$
  select set_config('bondhu.version', '', true)
$$;

create function tests.id(p_number integer) returns uuid language sql immutable as $$
  select ('0199aaaa-0000-7000-8000-' || lpad(to_hex(p_number), 12, '0'))::uuid
$$;

create function tests.stamp(p_number integer) returns text language sql immutable as $$
  select lpad(to_hex(1700000000000 + p_number), 12, '0') || '-0000-00000000000000aa'
$$;

create function tests.message(p_number integer, p_with jsonb default '{}') returns jsonb language sql immutable as $$
  select jsonb_build_object(
    'id', tests.id(p_number), 'stamp', tests.stamp(p_number), 'sender_type', 'user', 'session_id', null,
    'created_at', '2026-11-22T08:00:00.123Z', 'reply_to', null, 'reply_source', null, 'reply_attempt', null,
    'message_text', 'message ' || p_number, 'mood_detected', null, 'sentiment_score', null, 'deleted_at', null) || p_with
$$;

create function tests.op(p_table text, p_row jsonb) returns jsonb language sql immutable as $$
  select jsonb_build_object('table', p_table, 'row', p_row)
$$;

create function tests.mutation(p_number integer, variadic p_ops jsonb[]) returns jsonb language sql immutable as $$
  select jsonb_build_object('id', tests.id(1000000 + p_number), 'schema', 1, 'ops', to_jsonb(p_ops))
$$;

-- Mutations p_from to p_to of one message each.
create function tests.messages(p_from integer, p_to integer) returns jsonb language sql immutable as $$
  select jsonb_agg(tests.mutation(n, tests.op('chat_messages', tests.message(n))) order by n) from generate_series(p_from, p_to) n
$$;

create function tests.push(p_name text, p_first bigint, p_mutations jsonb, p_acked bigint default 0, p_client text default '00000000000000aa')
returns jsonb language sql as $$
  select public.sync_push(tests.person(p_name), p_client, p_first, p_acked, p_mutations)
$$;

create function tests.codes(p_answer jsonb) returns text language sql immutable as $$
  select string_agg(coalesce(v ->> 'code', 'ok'), ' ' order by (v ->> 'seq')::bigint) from jsonb_array_elements(p_answer -> 'verdicts') v
$$;

create function tests.pull(p_name text, p_cursor jsonb default null, p_limit integer default 500, p_tables text[] default
  '{chat_messages,user_sessions,message_reactions,preferences}', p_epoch uuid default null)
returns jsonb language sql as $$
  select public.sync_pull(tests.person(p_name), '00000000000000aa', 0, p_tables, coalesce(p_epoch, sync_first.epoch), p_cursor, p_limit)::jsonb
  from (select md5('bondhu epoch ' || tests.person(p_name)::text)::uuid as epoch) sync_first
$$;

create function tests.texts(p_answer jsonb) returns text language sql immutable as $$
  select string_agg(e.row -> 'row' ->> 'message_text', ', ' order by n) from jsonb_array_elements(p_answer -> 'rows') with ordinality as e(row, n)
$$;

commit;

begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();
select is((select count(*)::int from auth.users where id in (tests.person('ana'), tests.person('ben'))), 2, 'the stories have their people');
select * from finish();
rollback;
