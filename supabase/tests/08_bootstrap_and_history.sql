-- A new device is usable after one answer; older history follows newest first.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();
create function pg_temp.bootstrap() returns jsonb language sql as $$
  select public.sync_bootstrap(tests.person('ana'), '00000000000000aa', '{chat_messages,user_sessions,message_reactions,preferences}')::jsonb
$$;
create function pg_temp.history(p_before jsonb, p_limit integer) returns jsonb language sql as $$
  select public.sync_history(tests.person('ana'), '00000000000000aa', '{chat_messages,user_sessions,message_reactions,preferences}', null, p_before, p_limit)::jsonb
$$;
select tests.act_as('ana');
select is(pg_temp.bootstrap() - 'server_time' - 'epoch', '{"head": 0, "rows": [], "cursor": [0, "~", ""], "more": false, "history": null}', '[L4] nothing yet');

select tests.act_as_owner();
select sync.apply(tests.person('ana'), n, jsonb_build_array(tests.op('chat_messages', tests.message(n)))) from generate_series(1, 50) n;
select sync.apply(tests.person('ana'), 51, jsonb_build_array(
  tests.op('preferences', jsonb_build_object('id', tests.id(1), 'stamp', tests.stamp(1), 'key', 'locale', 'value', 'bn')),
  tests.op('message_reactions', jsonb_build_object('id', tests.id(1), 'stamp', tests.stamp(1), 'message_id', tests.id(1), 'reaction', '❤️'))));
select sync.open_head(tests.person('ana'));
update sync_heads set head = 51;
select tests.act_as('ana');
select is((select jsonb_array_length(b -> 'rows') || ' ' || coalesce(b ->> 'history', 'null') || (b ->> 'cursor') from (select pg_temp.bootstrap() as b) x),
  '52 null[51, "~", ""]', '[L4] when all fits there is no history');

select tests.act_as_owner();
select sync.apply(tests.person('ana'), n, jsonb_build_array(tests.op('chat_messages', tests.message(n)))) from generate_series(52, 60) n;
select sync.apply(tests.person('ana'), 61, jsonb_build_array(tests.op('chat_messages', tests.message(60, '{"deleted_at": "2026-11-22T09:00:00.000Z"}'))));
update sync_heads set head = 61;
select tests.act_as('ana');
select is(pg_temp.bootstrap() -> 'history', '[62, "", ""]', '[L4] the walk back begins above the head');
select is((select min(e -> 'row' ->> 'stamp') || ' ' || count(*) from jsonb_array_elements(pg_temp.bootstrap() -> 'rows') e where e ->> 'table' = 'chat_messages'),
  tests.stamp(9) || ' 50', '[L4] the newest 50 living messages by stamp');
select is((select count(*)::int from jsonb_array_elements(pg_temp.bootstrap() -> 'rows') e where e ->> 'table' <> 'chat_messages'), 2, '[L4] and the small tables');

create temporary table walk as
with recursive pages as (
  select pg_temp.history('[62, "", ""]', 7) as page, 1 as n
  union all
  select pg_temp.history(p.page -> 'before', 7), p.n + 1 from pages p where p.page -> 'before' <> 'null'
)
select * from pages;
select is((select count(*)::int from walk w, jsonb_array_elements(w.page -> 'rows')), 61, '[L4] the walk meets every row once');
select is(
  (select jsonb_agg(e order by w.n desc, i desc) from walk w, jsonb_array_elements(w.page -> 'rows') with ordinality as x(e, i)),
  tests.pull('ana') -> 'rows', '[L4] backwards it is the feed');
select is((select page -> 'rows' -> 0 -> 'row' ->> 'deleted_at' from walk where n = 1), '2026-11-22T09:00:00.000Z', '[L4] [L8] tombstones included');
select is((select max(n) from walk), 9, '[L4] and ends by itself');
select is((pg_temp.history(jsonb_build_array(52, 'chat_messages', tests.id(1)), 1) -> 'rows' -> 0 ->> 'table'), 'preferences', '[L4] strictly before: a later version''s cursor');
select is((pg_temp.history(jsonb_build_array(51, 'preferences', tests.id(1)), 1) -> 'rows' -> 0 ->> 'table'), 'message_reactions', '[L4] strictly before: inside a version');
select is((pg_temp.history(jsonb_build_array(51, 'message_reactions', tests.id(1)), 1) -> 'rows' -> 0 -> 'row' ->> 'version'), '50', '[L4] strictly before: the first of a version');
select is(tests.refusal($$select public.sync_history(tests.person('ana'), '00000000000000aa', '{}', null, null, 1)$$), 'PT422 malformed', 'the walk needs a place to begin');
select * from finish();
rollback;
