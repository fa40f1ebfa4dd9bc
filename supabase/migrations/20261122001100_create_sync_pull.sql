-- Reading calls: each is STABLE, so that head and rows are of one snapshot (L1).

-- A cursor as it is on the wire, taken apart; `[version, table, ""]` has no id.
create function sync.read_cursor(p_cursor jsonb, out version bigint, out tbl text, out id uuid)
language plpgsql immutable as $$
begin
  if jsonb_typeof(p_cursor) is distinct from 'array' or jsonb_array_length(p_cursor) <> 3
    or jsonb_typeof(p_cursor -> 0) <> 'number' or jsonb_typeof(p_cursor -> 1) <> 'string' or jsonb_typeof(p_cursor -> 2) <> 'string'
    or p_cursor ->> 0 !~ '^[0-9]{1,16}$' or p_cursor ->> 2 !~ '^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$' then
    perform sync.fail('PT422', 'malformed', 'the cursor is malformed');
  end if;
  version := (p_cursor ->> 0)::bigint;
  tbl := p_cursor ->> 1;
  id := nullif(p_cursor ->> 2, '')::uuid;
end
$$;

create function sync.check_read(p_user uuid, p_client text, p_tables text[]) returns void
language plpgsql stable as $$
begin
  perform sync.check_account(p_user);
  if p_client is null or p_client !~ '^[0-9a-f]{16}$' or p_tables is null then
    perform sync.fail('PT422', 'malformed', 'the request is malformed');
  end if;
end
$$;

create function sync.page_limit(p_limit integer, p_most integer) returns integer
language sql immutable as $$
  select least(greatest(coalesce(p_limit, p_most), 1), p_most)
$$;

create function sync.read_head(p_user uuid, out head bigint, out epoch uuid)
language sql stable as $$
  select coalesce(max(h.head), 0), coalesce((array_agg(h.epoch))[1], sync.first_epoch(p_user))
  from public.sync_heads h where h.user_id = p_user
$$;

-- The change feed after a cursor. Another epoch, or no cursor: from zero. A table this server does not know has no rows yet.
create function public.sync_pull(
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
  select p.rows, p.last, p.more into v_page
  from sync.rows_after(p_user, p_tables, v_at.version, v_at.tbl, v_at.id, sync.page_limit(p_limit, 500)) p;
  return jsonb_build_object(
    'server_time', sync.clock_ms(), 'epoch', v_epoch, 'head', v_head, 'rows', v_page.rows,
    'cursor', case when v_page.more then v_page.last else jsonb_build_array(v_head, '~', '') end, 'more', v_page.more);
end
$$;

-- All a new device needs to be usable, in one answer (L4).
create function public.sync_bootstrap(p_user uuid, p_client text, p_tables text[])
returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare
  v_head bigint;
  v_epoch uuid;
  v_page record;
begin
  perform sync.check_read(p_user, p_client, p_tables);
  select h.head, h.epoch into v_head, v_epoch from sync.read_head(p_user) h;
  select p.rows, p.more into v_page from sync.newest(p_user, p_tables) p;
  return jsonb_build_object(
    'server_time', sync.clock_ms(), 'epoch', v_epoch, 'head', v_head, 'rows', v_page.rows,
    'cursor', jsonb_build_array(v_head, '~', ''), 'more', false,
    'history', case when v_page.more then jsonb_build_array(v_head + 1, '', '') end);
end
$$;

-- The walk back through what the first answer left out, tombstones included (L4).
create function public.sync_history(
  p_user uuid, p_client text, p_tables text[], p_epoch uuid, p_before jsonb, p_limit integer)
returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare
  v_epoch uuid;
  v_at record;
  v_page record;
begin
  perform sync.check_read(p_user, p_client, p_tables);
  select h.epoch into v_epoch from sync.read_head(p_user) h;
  select c.version, c.tbl, c.id into v_at from sync.read_cursor(p_before) c;
  select p.rows, p.last, p.more into v_page
  from sync.rows_before(p_user, p_tables, v_at.version, v_at.tbl, v_at.id, sync.page_limit(p_limit, 1000)) p;
  return jsonb_build_object(
    'server_time', sync.clock_ms(), 'epoch', v_epoch, 'rows', v_page.rows,
    'before', case when v_page.more then v_page.last end);
end
$$;

revoke all on function public.sync_pull(uuid, text, bigint, text[], uuid, jsonb, integer) from public, anon, authenticated, service_role;
revoke all on function public.sync_bootstrap(uuid, text, text[]) from public, anon, authenticated, service_role;
revoke all on function public.sync_history(uuid, text, text[], uuid, jsonb, integer) from public, anon, authenticated, service_role;
grant execute on function public.sync_pull(uuid, text, bigint, text[], uuid, jsonb, integer) to authenticated;
grant execute on function public.sync_bootstrap(uuid, text, text[]) to authenticated;
grant execute on function public.sync_history(uuid, text, text[], uuid, jsonb, integer) to authenticated;
revoke all on all functions in schema sync from public;
