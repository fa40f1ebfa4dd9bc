-- P1: the token must be of the account whose database is talking.
create function sync.check_account(p_user uuid) returns void
language plpgsql stable as $$
begin
  if p_user is null or (select auth.uid()) is distinct from p_user then
    perform sync.fail('PT403', 'wrong_account', 'the token is of another account');
  end if;
end
$$;

-- The shape and size of a batch (P2). The limits are the client's with room for another spelling of the same JSON.
create function sync.check_batch(p_client text, p_first_seq bigint, p_acked_seq bigint, p_mutations jsonb) returns void
language plpgsql immutable as $$
begin
  if p_client is null or p_client !~ '^[0-9a-f]{16}$' or p_first_seq is null or p_first_seq < 1
    or p_acked_seq is null or p_acked_seq < 0 or p_mutations is null or jsonb_typeof(p_mutations) <> 'array' then
    perform sync.fail('PT422', 'malformed', 'the batch is malformed');
  end if;
  if jsonb_array_length(p_mutations) > 200
    or octet_length(p_mutations::text) > (case when jsonb_array_length(p_mutations) > 1 then 512 else 1536 end) * 1024 then
    perform sync.fail('PT413', 'too_large', 'the batch is too large');
  end if;
  if exists (
    select from jsonb_array_elements(p_mutations) as e(m)
    where coalesce(e.m ->> 'id', '') !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
      or jsonb_typeof(e.m -> 'ops') is distinct from 'array'
  ) then
    perform sync.fail('PT422', 'malformed', 'a mutation is malformed');
  end if;
end
$$;

-- Only what the rows themselves are guilty of refuses a mutation (P3): bad data, broken constraints, our own codes.
create function sync.is_refusal(p_code text) returns boolean
language sql immutable as $$
  select p_code ~ '^(22|23|PT)'
$$;

-- Applies each mutation whole or not at all: all at once, and one by one only if one of them is refused.
-- `codes` has one entry a mutation, null for applied.
create function sync.apply_mutations(p_user uuid, p_version bigint, p_mutations jsonb, out changed bigint, out codes text[])
language plpgsql as $$
declare
  v_mutation jsonb;
  v_code text;
begin
  begin
    changed := sync.apply(p_user, p_version, (
      select coalesce(jsonb_agg(o.op), '[]')
      from jsonb_array_elements(p_mutations) as e(m), jsonb_array_elements(e.m -> 'ops') as o(op)));
    codes := array_fill(null::text, array[jsonb_array_length(p_mutations)]);
    return;
  exception when others then
    if not sync.is_refusal(sqlstate) then
      raise;
    end if;
  end;

  changed := 0;
  codes := '{}';
  for v_mutation in select e.m from jsonb_array_elements(p_mutations) with ordinality as e(m, n) order by e.n loop
    begin
      changed := changed + sync.apply(p_user, p_version, v_mutation -> 'ops');
      v_code := null;
    exception when others then
      if not sync.is_refusal(sqlstate) then
        raise;
      end if;
      v_code := sqlstate;
    end;
    codes := codes || v_code;
  end loop;
end
$$;

-- Takes in a batch of one device's queue, exactly once (P3, P4), and says what became of every mutation in it.
create function public.sync_push(p_user uuid, p_client text, p_first_seq bigint, p_acked_seq bigint, p_mutations jsonb)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  v_head bigint;
  v_epoch uuid;
  v_version bigint;
  v_last bigint;
  v_count integer;
  v_known integer;
  v_new jsonb;
  v_changed bigint := 0;
  v_codes text[];
  v_verdicts jsonb;
begin
  perform sync.check_account(p_user);
  perform sync.check_batch(p_client, p_first_seq, p_acked_seq, p_mutations);

  select h.head, h.epoch, h.version into v_head, v_epoch, v_version from sync.open_head(p_user) h;
  insert into public.sync_clients (user_id, client) values (p_user, p_client) on conflict do nothing;
  select c.last_seq into strict v_last from public.sync_clients c
  where c.user_id = p_user and c.client = p_client for update;

  if p_acked_seq > v_last then
    perform sync.fail('PT409', 'client_reset', 'this server has forgotten what it acknowledged');
  end if;
  if p_first_seq > v_last + 1 then
    perform sync.fail('PT409', 'gap', 'mutations before this batch are missing');
  end if;

  v_count := jsonb_array_length(p_mutations);
  v_known := least(v_count, v_last - p_first_seq + 1);
  if v_known > (
    select count(*)
    from jsonb_array_elements(p_mutations) with ordinality as e(m, n)
    join public.sync_answers a
      on a.user_id = p_user and a.client = p_client and a.seq = p_first_seq + e.n - 1 and a.mutation_id = (e.m ->> 'id')::uuid
    where e.n <= v_known
  ) then
    perform sync.fail('PT409', 'client_reset', 'these numbers were used for other mutations');
  end if;

  if v_known < v_count then
    select jsonb_agg(e.m order by e.n) into v_new
    from jsonb_array_elements(p_mutations) with ordinality as e(m, n) where e.n > v_known;
    select a.changed, a.codes into v_changed, v_codes from sync.apply_mutations(p_user, v_version, v_new) a;
    insert into public.sync_answers (user_id, client, seq, mutation_id, code)
    select p_user, p_client, v_last + e.n, (e.m ->> 'id')::uuid, v_codes[e.n]
    from jsonb_array_elements(v_new) with ordinality as e(m, n);
    v_last := p_first_seq + v_count - 1;
  end if;

  select coalesce(jsonb_agg(jsonb_build_object('id', a.mutation_id, 'seq', a.seq, 'code', a.code) order by a.seq), '[]')
  into v_verdicts
  from public.sync_answers a
  where a.user_id = p_user and a.client = p_client and a.seq between p_first_seq and p_first_seq + v_count - 1;

  update public.sync_clients c set last_seq = v_last, acked_seq = greatest(c.acked_seq, p_acked_seq), seen_at = now()
  where c.user_id = p_user and c.client = p_client;
  delete from public.sync_answers a where a.user_id = p_user and a.client = p_client and a.seq <= p_acked_seq;

  if v_changed > 0 then
    perform sync.close_head(p_user, v_version);
  end if;
  return jsonb_build_object(
    'server_time', sync.clock_ms(), 'epoch', v_epoch, 'last_seq', v_last, 'verdicts', v_verdicts,
    'head_before', v_head, 'head', case when v_changed > 0 then v_version else v_head end);
end
$$;

revoke all on function public.sync_push(uuid, text, bigint, bigint, jsonb) from public, anon, authenticated, service_role;
grant execute on function public.sync_push(uuid, text, bigint, bigint, jsonb) to authenticated;
revoke all on all functions in schema sync from public;
