-- A table that is defined is in the feeds: forgetting to write them anew left its rows on the server for good.
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
  perform sync.define_feed();
  revoke all on all functions in schema sync from public;
end
$$;

select sync.define_feed();
revoke all on all functions in schema sync from public;
