-- Pages as text from the row to the wire: built as jsonb, each row was made, printed to be measured, copied into the page, copied into
-- the answer and printed again, which was most of what a page cost. The answers are the same to the byte but for the order of keys.

-- A column of the composite `p_row` as JSON text. What needs no escape gets none.
create function sync.text_column(p_table regclass, p_row text, p_column text) returns text
language sql stable as $$
  select case
      when a.atttypid = 'timestamptz'::regtype then format('coalesce(''"'' || sync.instant(%s.%I) || ''"'', ''null'')', p_row, p_column)
      when a.atttypid = 'uuid'::regtype then format('coalesce(''"'' || %s.%I || ''"'', ''null'')', p_row, p_column)
      when a.atttypid in ('integer'::regtype, 'bigint'::regtype, 'jsonb'::regtype) then format('coalesce(%s.%I::text, ''null'')', p_row, p_column)
      when a.atttypid = 'numeric'::regtype then format('coalesce(to_json(trim_scale(%s.%I))::text, ''null'')', p_row, p_column)
      else format('coalesce(to_json(%s.%I)::text, ''null'')', p_row, p_column)
    end
  from pg_attribute a
  where a.attrelid = p_table and a.attname = p_column and not a.attisdropped
$$;

-- `sync.text_<table>(row)`: the text of `sync.wire_<table>(row)`, as long as that, with the keys in the table's order.
create function sync.define_text(p_name text, p_columns text[]) returns void
language plpgsql as $$
declare
  v_table regclass := format('public.%I', p_name)::regclass;
begin
  execute format(
    'create or replace function sync.%I(t public.%I) returns text language sql stable as %L',
    'text_' || p_name, p_name,
    (select format('select concat(''{'', %s, ''}'')', string_agg(
        format('%L, %s', case when n > 1 then ', ' else '' end || to_json(c) || ': ', sync.text_column(v_table, 't', c)), ', ' order by n))
     from unnest('{id,stamp}' || p_columns || '{version}') with ordinality as u(c, n)));
end
$$;

create or replace function sync.define(p_name text, p_spec jsonb, p_newest integer) returns void
language plpgsql as $$
declare
  v_columns text[] := case p_spec ->> 'kind'
    when 'grow' then sync.words(p_spec -> 'once') || sync.words(p_spec -> 'min') || sync.words(p_spec -> 'max') || sync.words(p_spec -> 'union')
    else sync.words(p_spec -> 'columns')
  end;
begin
  insert into sync.tables (name, spec, newest) values (p_name, p_spec, p_newest)
  on conflict (name) do update set spec = excluded.spec, newest = excluded.newest;
  perform sync.define_wire(p_name, v_columns);
  perform sync.define_text(p_name, v_columns);
  perform sync.define_join(p_name, p_spec, v_columns);
  perform sync.define_apply(p_name, v_columns);
  revoke all on all functions in schema sync from public;
end
$$;

drop function sync.rows_after(uuid, text[], bigint, text, uuid, integer);
drop function sync.rows_before(uuid, text[], bigint, text, uuid, integer);
drop function sync.newest(uuid, text[]);

-- As before, but that `rows` and `last` are JSON text.
create or replace function sync.define_walk(p_name text, p_forward boolean) returns void
language plpgsql as $$
declare
  -- The cursor seen from one table, as a strict bound on (version, id): tables left and right of it in the order stand at an end.
  v_bound text := case when p_forward
    then '(t.version, t.id) > (case when %1$L > p_table collate "C" or (%1$L = p_table collate "C" and p_id is null) then p_version - 1 else p_version end, '
      || 'case when %1$L = p_table collate "C" and p_id is not null then p_id else ''ffffffff-ffff-ffff-ffff-ffffffffffff''::uuid end)'
    else '(t.version, t.id) < (case when %1$L < p_table collate "C" then p_version + 1 else p_version end, '
      || 'case when %1$L = p_table collate "C" and p_id is not null then p_id else ''00000000-0000-0000-0000-000000000000''::uuid end)'
  end;
  v_dir text := case when p_forward then 'asc' else 'desc' end;
  v_cut text := case when p_forward then '<=' else '>=' end;
  v_keys text;
  v_rows text;
begin
  select
    string_agg(format('(select t.version, %1$L::text collate "C" as tbl, t.id from public.%1$I t '
      || 'where %1$L = any (p_tables) and t.user_id = p_user and ' || v_bound
      || ' order by t.version %2$s, t.id %2$s limit p_limit + 1)', s.name, v_dir), E'\n    union all ' order by s.name),
    string_agg(format('select t.version, %1$L::text collate "C" as tbl, t.id, sync.%3$I(t) as wire from public.%1$I t '
      || 'where %1$L = any (p_tables) and t.user_id = p_user and ' || v_bound
      || ' and t.version %4$s v_version and (t.version, %1$L::text collate "C", t.id) %4$s (v_version, v_table, v_id)',
      s.name, v_dir, 'text_' || s.name, v_cut), E'\n    union all ' order by s.name)
  into v_keys, v_rows
  from sync.tables s;

  execute format(
    'create or replace function sync.%I(p_user uuid, p_tables text[], p_version bigint, p_table text, p_id uuid, p_limit integer, '
    || 'out rows text, out last text, out more boolean) language plpgsql stable as %L',
    p_name,
    format($body$
#variable_conflict use_variable
declare
  v_version bigint;
  v_table text collate "C";
  v_id uuid;
  v_found bigint;
  v_kept bigint;
begin
  select k.version, k.tbl, k.id, k.n into v_version, v_table, v_id, v_found
  from (
    select u.version, u.tbl, u.id, row_number() over (order by u.version %2$s, u.tbl %2$s, u.id %2$s) as n
    from (%1$s) u
  ) k
  where k.n <= p_limit + 1
  order by k.n desc limit 1;

  if v_found is null then
    rows := '[]';
    more := false;
    return;
  end if;

  select count(*), '[' || string_agg(concat('{"table": "', f.tbl, '", "row": ', f.wire, '}'), ', ' order by f.n) || ']',
    (array_agg(concat('[', f.version, ', "', f.tbl, '", "', f.id, '"]') order by f.n desc))[1]
  into v_kept, rows, last
  from (
    select w.*, sum(octet_length(w.wire)) over (order by w.n) as bytes
    from (
      select u.*, row_number() over (order by u.version %2$s, u.tbl %2$s, u.id %2$s) as n
      from (%3$s) u
    ) w
  ) f
  where f.n = 1 or (f.n <= p_limit and f.bytes <= 512 * 1024);
  more := v_kept < v_found;
end
$body$, v_keys, v_dir, v_rows));
end
$$;

-- As before, but that `rows` is JSON text, and that whether anything is left out is asked of an index in its order: asked without one,
-- the planner may read all of a person's entries to count the first few.
create or replace function sync.define_newest() returns void
language plpgsql as $$
declare
  v_rows text;
  v_all text;
begin
  select
    string_agg(format('(select t.version, %1$L::text collate "C" as tbl, t.id, sync.%2$I(t) as wire from public.%1$I t '
      || 'where %1$L = any (p_tables) and t.user_id = p_user%3$s order by t.stamp desc, t.id limit %4$s)',
      s.name, 'text_' || s.name,
      case when s.spec -> 'min' ? 'deleted_at' then ' and t.deleted_at is null' else '' end, s.newest),
      E'\n    union all ' order by s.name),
    string_agg(format('(select from public.%1$I t where %1$L = any (p_tables) and t.user_id = p_user order by t.version, t.id limit %2$s)',
      s.name, s.newest + 1), E'\n    union all ' order by s.name)
  into v_rows, v_all
  from sync.tables s;

  execute format(
    'create or replace function sync.newest(p_user uuid, p_tables text[], out rows text, out more boolean) '
    || 'language plpgsql stable as %L',
    format($body$
declare
  v_count bigint;
begin
  select count(*), coalesce('[' || string_agg(concat('{"table": "', u.tbl, '", "row": ', u.wire, '}'), ', ' order by u.version, u.tbl, u.id) || ']', '[]')
  into v_count, rows
  from (%1$s) u;
  more := (select count(*) from (%2$s) u) > v_count;
end
$body$, v_rows, v_all));
end
$$;

select sync.define_text(t.name, case t.spec ->> 'kind'
    when 'grow' then sync.words(t.spec -> 'once') || sync.words(t.spec -> 'min') || sync.words(t.spec -> 'max') || sync.words(t.spec -> 'union')
    else sync.words(t.spec -> 'columns')
  end)
from sync.tables t;
select sync.define_feed();

-- The calls are what they were; `json` keeps the text as it is.
drop function public.sync_pull(uuid, text, bigint, text[], uuid, jsonb, integer);
drop function public.sync_bootstrap(uuid, text, text[]);
drop function public.sync_history(uuid, text, text[], uuid, jsonb, integer);

create function public.sync_pull(
  p_user uuid, p_client text, p_acked_seq bigint, p_tables text[], p_epoch uuid, p_cursor jsonb, p_limit integer)
returns json language plpgsql stable security definer set search_path = '' as $$
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
  from sync.rows_after(p_user, p_tables, v_at.version, v_at.tbl, v_at.id, sync.page_limit(p_limit, 500)) p;
  return concat('{"server_time": ', sync.clock_ms(), ', "epoch": "', v_epoch, '", "head": ', v_head, ', "rows": ', v_page.rows,
    ', "cursor": ', case when v_page.more then v_page.last else concat('[', v_head, ', "~", ""]') end, ', "more": ', v_page.more::text, '}');
end
$$;

create function public.sync_bootstrap(p_user uuid, p_client text, p_tables text[])
returns json language plpgsql stable security definer set search_path = '' as $$
declare
  v_head bigint;
  v_epoch uuid;
  v_page record;
begin
  perform sync.check_read(p_user, p_client, p_tables);
  select h.head, h.epoch into v_head, v_epoch from sync.read_head(p_user) h;
  select p.rows, p.more into v_page from sync.newest(p_user, p_tables) p;
  return concat('{"server_time": ', sync.clock_ms(), ', "epoch": "', v_epoch, '", "head": ', v_head, ', "rows": ', v_page.rows,
    ', "cursor": [', v_head, ', "~", ""], "more": false, "history": ', case when v_page.more then concat('[', v_head + 1, ', "", ""]') else 'null' end, '}');
end
$$;

create function public.sync_history(
  p_user uuid, p_client text, p_tables text[], p_epoch uuid, p_before jsonb, p_limit integer)
returns json language plpgsql stable security definer set search_path = '' as $$
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
  return concat('{"server_time": ', sync.clock_ms(), ', "epoch": "', v_epoch, '", "rows": ', v_page.rows,
    ', "before": ', case when v_page.more then v_page.last else 'null' end, '}');
end
$$;

revoke all on function public.sync_pull(uuid, text, bigint, text[], uuid, jsonb, integer) from public, anon, authenticated, service_role;
revoke all on function public.sync_bootstrap(uuid, text, text[]) from public, anon, authenticated, service_role;
revoke all on function public.sync_history(uuid, text, text[], uuid, jsonb, integer) from public, anon, authenticated, service_role;
grant execute on function public.sync_pull(uuid, text, bigint, text[], uuid, jsonb, integer) to authenticated;
grant execute on function public.sync_bootstrap(uuid, text, text[]) to authenticated;
grant execute on function public.sync_history(uuid, text, text[], uuid, jsonb, integer) to authenticated;
revoke all on all functions in schema sync from public;
