-- Makes, from a table's spec, the SQL that joins, stores and feeds its rows. A new synced table is one call of `sync.define`.

-- A column of the composite `p_row` as the wire has it.
create function sync.wire_column(p_table regclass, p_row text, p_column text) returns text
language sql stable as $$
  select case
      when a.atttypid = 'timestamptz'::regtype then format('sync.instant(%s.%I)', p_row, p_column)
      when a.atttypid = 'numeric'::regtype then format('trim_scale(%s.%I)', p_row, p_column)
      else format('%s.%I', p_row, p_column)
    end
  from pg_attribute a
  where a.attrelid = p_table and a.attname = p_column and not a.attisdropped
$$;

create function sync.words(p_list jsonb) returns text[]
language sql immutable as $$
  select coalesce(array_agg(w order by n), '{}') from jsonb_array_elements_text(coalesce(p_list, '[]')) with ordinality as e(w, n)
$$;

-- `sync.wire_<table>(row)`: the row as the wire has it.
create function sync.define_wire(p_name text, p_columns text[]) returns void
language plpgsql as $$
declare
  v_table regclass := format('public.%I', p_name)::regclass;
begin
  execute format(
    'create or replace function sync.%I(t public.%I) returns jsonb language sql stable as %L',
    'wire_' || p_name, p_name,
    format('select jsonb_build_object(''id'', t.id, ''stamp'', t.stamp, %s, ''version'', t.version)',
      (select string_agg(format('%L, %s', c, sync.wire_column(v_table, 't', c)), ', ' order by n)
       from unnest(p_columns) with ordinality as u(c, n))));
end
$$;

-- `sync.join_<table>(wire rows)`: one row per id, the join of all with that id (DESIGN §3). Order and repetition do not matter.
-- A row that would not be stored exactly as it was sent (unknown column, other type, lost digits, other spelling) is refused.
create function sync.define_join(p_name text, p_spec jsonb, p_columns text[]) returns void
language plpgsql as $$
declare
  v_grow boolean := p_spec ->> 'kind' = 'grow';
  v_whole text[] := sync.words(case when v_grow then p_spec -> 'once' else p_spec -> 'columns' end);
  v_min text[] := sync.words(p_spec -> 'min');
  v_max text[] := sync.words(p_spec -> 'max');
  v_union text[] := sync.words(p_spec -> 'union');
  v_wipe jsonb := coalesce(p_spec -> 'wipe', '{}');
  v_table regclass := format('public.%I', p_name)::regclass;
  v_canonical text;
  v_aggregates text;
  v_output text;
begin
  select string_agg(sync.wire_column(v_table, '(p.r)', c), ', ' order by n) into v_canonical
  from unnest(v_whole) with ordinality as u(c, n);

  select string_agg(a, '') into v_aggregates
  from (
    select format(', min((c.r).%I) as %I', c, c) as a from unnest(v_min) as u(c)
    union all select format(', max((c.r).%I) as %I', c, c) from unnest(v_max) as u(c)
    union all select format(', sync.set_union(jsonb_agg((c.r).%I)) as %I', c, c) from unnest(v_union) as u(c)
  ) x;

  -- In the table's own column order, since the function returns rows of the table.
  select string_agg(
      case
        when a.attname = 'user_id' then 'null::uuid'
        when a.attname in ('id', 'version') then format('g.%I', a.attname)
        when a.attname = any (v_min || v_max || v_union) then format('g.%I', a.attname)
        when v_wipe ? a.attname then format('case when g.deleted_at is null then (g.won).%I else %L::%s end',
          a.attname, v_wipe ->> a.attname, format_type(a.atttypid, a.atttypmod))
        else format('(g.won).%I', a.attname)
      end, ', ' order by a.attnum)
  into v_output
  from pg_attribute a
  where a.attrelid = v_table and a.attnum > 0 and not a.attisdropped;

  execute format(
    'create or replace function sync.%I(p_rows jsonb) returns setof public.%I language plpgsql stable as %L',
    'join_' || p_name, p_name,
    format($body$
begin
  return query
  with parsed as materialized (
    select e.sent, jsonb_populate_record(null::public.%1$I, e.sent) as r from jsonb_array_elements(p_rows) as e(sent)
  ), checked as materialized (
    select p.r, jsonb_build_array(%2$s)::text collate "C" as canonical
    from parsed p
    where case
      when %3$L::jsonb || (p.sent - 'version') = sync.%4$I(p.r) - 'version' then true
      else sync.fail('22023', 'inexact_row', 'a row of %5$s would not be kept as it was sent') is null
    end
  ), grouped as (
    select (c.r).id as id, max((c.r).version) as version,
      (array_agg(c.r order by (c.r).stamp collate "C" %6$s, c.canonical collate "C" %6$s))[1] as won%7$s
    from checked c
    group by (c.r).id
  )
  select %8$s from grouped g;
end
$body$,
      p_name, v_canonical,
      (select jsonb_object_agg(c, null) from unnest(p_columns) as u(c)),
      'wire_' || p_name, p_name,
      case when v_grow then 'asc' else 'desc' end,
      coalesce(v_aggregates, ''), v_output));
end
$$;

-- `sync.apply_<table>(user, version, wire rows)`: joins the rows with the stored ones and returns how many changed.
create function sync.define_apply(p_name text, p_columns text[]) returns void
language plpgsql as $$
declare
  v_all text := (select string_agg(format('%I', c), ', ' order by n) from unnest('{stamp}' || p_columns) with ordinality as u(c, n));
  v_new text := (select string_agg(format('excluded.%I', c), ', ' order by n) from unnest('{stamp}' || p_columns) with ordinality as u(c, n));
  v_old text := (select string_agg(format('t.%I', c), ', ' order by n) from unnest('{stamp}' || p_columns) with ordinality as u(c, n));
begin
  execute format(
    'create or replace function sync.%I(p_user uuid, p_version bigint, p_rows jsonb) returns bigint language plpgsql as %L',
    'apply_' || p_name,
    format($body$
declare
  v_stored jsonb;
  v_changed bigint;
begin
  select jsonb_agg(sync.%1$I(t)) into v_stored
  from public.%2$I t
  where t.user_id = p_user and t.id = any (array(select (e.sent ->> 'id')::uuid from jsonb_array_elements(p_rows) as e(sent)));

  insert into public.%2$I as t (user_id, id, version, %3$s)
  select p_user, j.id, p_version, %4$s
  from sync.%5$I(case when v_stored is null then p_rows else p_rows || v_stored end) j
  on conflict (user_id, id) do update set version = excluded.version, (%3$s) = row (%6$s)
  where (%7$s) is distinct from (%6$s);

  get diagnostics v_changed = row_count;
  return v_changed;
end
$body$,
      'wire_' || p_name, p_name, v_all,
      (select string_agg(format('j.%I', c), ', ' order by n) from unnest('{stamp}' || p_columns) with ordinality as u(c, n)),
      'join_' || p_name, v_new, v_old));
end
$$;

create function sync.define(p_name text, p_spec jsonb, p_newest integer) returns void
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
  perform sync.define_join(p_name, p_spec, v_columns);
  perform sync.define_apply(p_name, v_columns);
  revoke all on all functions in schema sync from public;
end
$$;

-- Joins row operations of any tables with what is stored; returns how many rows changed.
create function sync.apply(p_user uuid, p_version bigint, p_ops jsonb) returns bigint
language plpgsql as $$
declare
  v_table text;
  v_rows jsonb;
  v_count bigint;
  v_changed bigint := 0;
begin
  for v_table, v_rows in
    select o.op ->> 'table', jsonb_agg(o.op -> 'row')
    from jsonb_array_elements(p_ops) as o(op)
    group by 1 order by 1
  loop
    if v_table is null or not exists (select from sync.tables t where t.name = v_table) then
      perform sync.fail('22023', 'unknown_table', 'a row operation names no synced table');
    end if;
    execute format('select sync.%I($1, $2, $3)', 'apply_' || v_table) into v_count using p_user, p_version, v_rows;
    v_changed := v_changed + v_count;
  end loop;
  return v_changed;
end
$$;

select sync.define('chat_messages', '{
  "kind": "grow",
  "once": ["sender_type", "session_id", "created_at", "reply_to", "reply_source", "reply_attempt", "message_text", "mood_detected", "sentiment_score"],
  "min": ["deleted_at"], "max": [], "union": [],
  "wipe": {"message_text": "", "mood_detected": null, "sentiment_score": null}
}', 50);
select sync.define('user_sessions', '{
  "kind": "grow",
  "once": ["session_start", "created_at"],
  "min": ["deleted_at"], "max": ["session_end", "total_duration_minutes"], "union": ["activities"],
  "wipe": {}
}', 100);
select sync.define('message_reactions', '{"kind": "lww", "columns": ["message_id", "reaction"]}', 500);
select sync.define('preferences', '{"kind": "lww", "columns": ["key", "value"]}', 500);
