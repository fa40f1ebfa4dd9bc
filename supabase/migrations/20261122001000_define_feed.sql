-- The feeds over all synced tables, written anew whenever a table is defined, so that their plans are made once a connection.

-- Rows after (or, newest first, before) a cursor in (version, table, id) order, table and id as C-collated text:
-- at most `p_limit` rows and 512 kB, but at least one. `more` tells whether anything is left.
create function sync.define_walk(p_name text, p_forward boolean) returns void
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
      s.name, v_dir, 'wire_' || s.name, v_cut), E'\n    union all ' order by s.name)
  into v_keys, v_rows
  from sync.tables s;

  execute format(
    'create or replace function sync.%I(p_user uuid, p_tables text[], p_version bigint, p_table text, p_id uuid, p_limit integer, '
    || 'out rows jsonb, out last jsonb, out more boolean) language plpgsql stable as %L',
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

  select count(*), jsonb_agg(jsonb_build_object('table', f.tbl, 'row', f.wire) order by f.n),
    (array_agg(jsonb_build_array(f.version, f.tbl, f.id) order by f.n desc))[1]
  into v_kept, rows, last
  from (
    select w.*, sum(octet_length(w.wire::text)) over (order by w.n) as bytes
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

-- A new device's first answer (L4): the newest rows of each table that are not deleted. `more`: anything was left out.
create function sync.define_newest() returns void
language plpgsql as $$
declare
  v_rows text;
  v_all text;
begin
  select
    string_agg(format('(select t.version, %1$L::text collate "C" as tbl, t.id, sync.%2$I(t) as wire from public.%1$I t '
      || 'where %1$L = any (p_tables) and t.user_id = p_user%3$s order by t.stamp desc, t.id limit %4$s)',
      s.name, 'wire_' || s.name,
      case when s.spec -> 'min' ? 'deleted_at' then ' and t.deleted_at is null' else '' end, s.newest),
      E'\n    union all ' order by s.name),
    string_agg(format('(select from public.%1$I t where %1$L = any (p_tables) and t.user_id = p_user limit %2$s)',
      s.name, s.newest + 1), E'\n    union all ' order by s.name)
  into v_rows, v_all
  from sync.tables s;

  execute format(
    'create or replace function sync.newest(p_user uuid, p_tables text[], out rows jsonb, out more boolean) '
    || 'language plpgsql stable as %L',
    format($body$
begin
  select coalesce(jsonb_agg(jsonb_build_object('table', u.tbl, 'row', u.wire) order by u.version, u.tbl, u.id), '[]') into rows
  from (%1$s) u;
  more := (select count(*) from (%2$s) u) > jsonb_array_length(rows);
end
$body$, v_rows, v_all));
end
$$;

create function sync.define_feed() returns void
language plpgsql as $$
begin
  perform sync.define_walk('rows_after', true);
  perform sync.define_walk('rows_before', false);
  perform sync.define_newest();
  revoke all on all functions in schema sync from public;
end
$$;

select sync.define_feed();
