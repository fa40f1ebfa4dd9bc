-- A server that came back from a backup (L5): devices that know more than it hear so before anything is read or written under
-- versions and numbers that mean something else by now. They ask for a new epoch, read all of it anew and bring what it lacks.

-- Refuses a request that knows a later head, or a later acknowledgement, than this server has.
create function sync.check_behind(p_seen bigint, p_head bigint, p_acked_seq bigint, p_last bigint) returns void
language plpgsql immutable as $$
begin
  if coalesce(p_seen, 0) > p_head or p_acked_seq > p_last then
    perform sync.fail('PT409', 'behind', 'this server has forgotten what it told');
  end if;
end
$$;

-- Gives the person a new epoch, once: whoever comes second with the old one hears the new one. Its caller risks only that their own
-- devices read everything again.
create function public.sync_renew(p_user uuid, p_client text, p_epoch uuid)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  v_epoch uuid;
begin
  perform sync.check_read(p_user, p_client, '{}');
  v_epoch := (select h.epoch from sync.open_head(p_user) h);
  if v_epoch is not distinct from p_epoch then
    v_epoch := gen_random_uuid();
    update public.sync_heads h set epoch = v_epoch where h.user_id = p_user;
  end if;
  return jsonb_build_object('server_time', sync.clock_ms(), 'epoch', v_epoch);
end
$$;

create or replace function public.sync_pull(
  p_user uuid, p_client text, p_acked_seq bigint, p_tables text[], p_epoch uuid, p_cursor jsonb, p_limit integer)
returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare
  v_head bigint;
  v_epoch uuid;
  v_at record;
  v_page record;
begin
  perform sync.check_read(p_user, p_client, p_tables);
  select h.head, h.epoch into v_head, v_epoch from sync.read_head(p_user) h;
  select c.version, c.tbl, c.id into v_at
  from sync.read_cursor(case
    when p_cursor is null or jsonb_typeof(p_cursor) = 'null' or p_epoch is distinct from v_epoch then '[0, "", ""]'::jsonb
    else p_cursor end) c;
  if p_epoch = v_epoch then
    perform sync.check_behind(v_at.version, v_head, p_acked_seq,
      coalesce((select c.last_seq from public.sync_clients c where c.user_id = p_user and c.client = p_client), 0));
  end if;
  select p.rows, p.last, p.more into v_page
  from sync.rows_after(p_user, p_tables, v_at.version, v_at.tbl, v_at.id, least(greatest(coalesce(p_limit, 500), 1), 500)) p;
  return jsonb_build_object(
    'server_time', sync.clock_ms(), 'epoch', v_epoch, 'head', v_head, 'rows', v_page.rows,
    'cursor', case when v_page.more then v_page.last else jsonb_build_array(v_head, '~', '') end, 'more', v_page.more);
end
$$;

drop function public.sync_push(uuid, text, bigint, bigint, jsonb);

-- As before, with `p_seen`: the highest head that the device has heard of in its epoch.
create function public.sync_push(
  p_user uuid, p_client text, p_first_seq bigint, p_acked_seq bigint, p_mutations jsonb, p_seen bigint default 0)
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

  perform sync.check_behind(p_seen, v_head, p_acked_seq, v_last);
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
    perform sync.check_clock(v_new);
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

revoke all on function public.sync_push(uuid, text, bigint, bigint, jsonb, bigint) from public, anon, authenticated, service_role;
revoke all on function public.sync_renew(uuid, text, uuid) from public, anon, authenticated, service_role;
grant execute on function public.sync_push(uuid, text, bigint, bigint, jsonb, bigint) to authenticated;
grant execute on function public.sync_renew(uuid, text, uuid) to authenticated;
revoke all on all functions in schema sync from public;
