-- A device whose clock runs ahead hears so before anything of its batch is kept (W4).

-- Which columns are moments in a person's life: no honest one lies ahead. The same words as src/domain/tables.ts.
update sync.tables t set spec = t.spec || jsonb_build_object('instants', i.columns)
from (values
  ('chat_messages', '["created_at", "deleted_at"]'::jsonb),
  ('user_sessions', '["session_start", "created_at", "session_end", "deleted_at"]'),
  ('message_reactions', '[]'),
  ('preferences', '[]')
) as i(name, columns)
where t.name = i.name;

-- Refuses mutations with a stamp or an instant more than five minutes ahead. What is not in the wire's shape is not judged here:
-- its own mutation is refused for that. Text in one shape sorts as what it means, so nothing is parsed.
create function sync.check_clock(p_mutations jsonb) returns void
language plpgsql as $$
declare
  v_latest bigint := sync.clock_ms() + 5 * 60 * 1000;
  v_stamp text collate "C" := lpad(to_hex(v_latest), 12, '0');
  v_instant text collate "C" := sync.instant(to_timestamp(v_latest / 1000.0));
begin
  if exists (
    select from jsonb_array_elements(p_mutations) as e(m)
    cross join lateral jsonb_array_elements(e.m -> 'ops') as o(op)
    left join sync.tables t on t.name = o.op ->> 'table'
    where case when o.op -> 'row' ->> 'stamp' ~ '^[0-9a-f]{12}-' then left(o.op -> 'row' ->> 'stamp', 12) > v_stamp else false end
      or exists (
        select from jsonb_array_elements_text(t.spec -> 'instants') as i(name)
        where case when o.op -> 'row' ->> i.name ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$'
          then o.op -> 'row' ->> i.name > v_instant else false end)
  ) then
    perform sync.fail('PT409', 'clock_ahead', 'the batch is from the future');
  end if;
end
$$;

-- As before, with the clock looked at once it is known what of the batch is new: what has been taken in gets the answer it got,
-- whatever either clock says by now, or a device could never settle it.
create or replace function public.sync_push(p_user uuid, p_client text, p_first_seq bigint, p_acked_seq bigint, p_mutations jsonb)
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

revoke all on all functions in schema sync from public;
