-- The server's rows by table and id, for a device that discards its own version of them (P6). What is not here is left out.
create function public.sync_rows(p_user uuid, p_client text, p_rows jsonb)
returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare
  v_table text;
  v_ids uuid[];
  v_found jsonb;
  v_rows jsonb := '[]';
  v_epoch uuid;
begin
  perform sync.check_read(p_user, p_client, '{}');
  if p_rows is null or jsonb_typeof(p_rows) <> 'array' or jsonb_array_length(p_rows) > 500 or exists (
    select from jsonb_array_elements(p_rows) as e(r)
    where e.r ->> 'table' is null or coalesce(e.r ->> 'id', '') !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  ) then
    perform sync.fail('PT422', 'malformed', 'the request is malformed');
  end if;
  select h.epoch into v_epoch from sync.read_head(p_user) h;

  for v_table, v_ids in
    select t.name, array_agg(distinct (e.r ->> 'id')::uuid)
    from jsonb_array_elements(p_rows) as e(r) join sync.tables t on t.name = e.r ->> 'table'
    group by t.name order by t.name
  loop
    execute format(
      'select jsonb_agg(jsonb_build_object(''table'', %1$L, ''row'', sync.%2$I(t)) order by t.id) from public.%1$I t where t.user_id = $1 and t.id = any ($2)',
      v_table, 'wire_' || v_table)
    into v_found using p_user, v_ids;
    v_rows := v_rows || coalesce(v_found, '[]');
  end loop;
  return jsonb_build_object('server_time', sync.clock_ms(), 'epoch', v_epoch, 'rows', v_rows);
end
$$;

revoke all on function public.sync_rows(uuid, text, jsonb) from public, anon, authenticated, service_role;
grant execute on function public.sync_rows(uuid, text, jsonb) to authenticated;
