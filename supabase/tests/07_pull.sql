-- The change feed: every row once, in order, in pages; then only what is new.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();
select is(
  (select string_agg(t.name || ' is not in ' || f.name, ', ' order by 1) from sync.tables t, unnest(array['rows_after', 'rows_before', 'newest']) f(name)
   where not exists (select from pg_proc p where p.pronamespace = 'sync'::regnamespace and p.proname = f.name and p.prosrc like '%sync.text_' || t.name || '(t)%')),
  null, '[L1] every synced table is in every feed');
select tests.act_as('ana');

select is(tests.pull('ana') - 'server_time' - 'epoch', '{"head": 0, "rows": [], "cursor": [0, "~", ""], "more": false}', '[L1] nothing yet');
create temporary table nothing as select tests.pull('ana') ->> 'epoch' as epoch;

-- Versions of their own: the order under test is (version, table, id), and a transaction has only one.
select tests.act_as_owner();
select sync.apply(tests.person('ana'), v, jsonb_build_array(
  tests.op('chat_messages', tests.message(2 * v)), tests.op('chat_messages', tests.message(2 * v + 1)),
  tests.op('preferences', jsonb_build_object('id', tests.id(v), 'stamp', tests.stamp(v), 'key', 'k' || v, 'value', v))))
from generate_series(1, 3) v;
select sync.open_head(tests.person('ana'));
update sync_heads set head = 3;
select tests.act_as('ana');

select is(tests.pull('ana') ->> 'epoch', (select epoch from nothing), '[L5] the epoch does not change by the first write');
select is(
  (select string_agg((e -> 'row' ->> 'version') || (e ->> 'table'), ' ' order by n) from jsonb_array_elements(tests.pull('ana') -> 'rows') with ordinality as x(e, n)),
  '1chat_messages 1chat_messages 1preferences 2chat_messages 2chat_messages 2preferences 3chat_messages 3chat_messages 3preferences',
  '[L1] rows come in (version, table, id) order');
select is(tests.pull('ana') -> 'rows' -> 0 -> 'row', tests.message(2) || '{"version": 1}', '[L1] a row comes back as it was sent, with its version');
select is(tests.pull('ana') -> 'cursor', '[3, "~", ""]', '[L1] the last page finishes the head');

create temporary table walk as
with recursive pages as (
  select tests.pull('ana', null, 2) as page, 1 as n
  union all
  select tests.pull('ana', p.page -> 'cursor', 2), p.n + 1 from pages p where (p.page ->> 'more')::boolean
)
select * from pages;
select is((select max(n) from walk), 5, '[L1] nine rows are five pages of two');
select is((select jsonb_agg(e order by w.n, x.i) from walk w, jsonb_array_elements(w.page -> 'rows') with ordinality as x(e, i)),
  tests.pull('ana') -> 'rows', '[L1] pages put together are the whole, though they end inside versions');
select is((select page -> 'cursor' from walk where n = 1), jsonb_build_array(1, 'chat_messages', tests.id(3)), '[L1] the cursor is the last row of the page');
select is((select jsonb_array_length(tests.pull('ana', '[1, "~", ""]') -> 'rows')), 6, '[L1] a finished version is not sent again');
select is((select jsonb_array_length(tests.pull('ana', '[2, "", ""]') -> 'rows')), 6, '[L1] a version not begun is sent whole');
select is((select jsonb_array_length(tests.pull('ana', '[2, "preferences", ""]') -> 'rows')), 4, '[L1] a table not begun is sent whole');
select is((select jsonb_array_length(tests.pull('ana', '[3, "~", ""]') -> 'rows')), 0, '[L1] and then there is nothing');
select is((select jsonb_array_length(tests.pull('ana', null, 500, '{preferences}') -> 'rows')), 3, '[L7] only the tables named');
select is((select jsonb_array_length(tests.pull('ana', null, 500, '{activities}') -> 'rows')), 0, '[L7] a table this server does not know has no rows yet');
select is((select jsonb_array_length(tests.pull('ana', '[3, "~", ""]', 500, '{preferences}', tests.id(1)) -> 'rows')), 3, '[L5] another epoch is pulled from zero');
select is((select jsonb_array_length(tests.pull('ana', null, 0) -> 'rows')), 1, '[L1] at least one row');

select is(tests.refusal($$select tests.pull('ana', '[1, 2]')$$), 'PT422 malformed', 'a cursor of another shape is malformed');
select is(tests.refusal($$select tests.pull('ana', '[1, "a", "b"]')$$), 'PT422 malformed', 'a cursor''s id is an id');
select is(tests.refusal($$select tests.pull('ana', '["1", "a", ""]')$$), 'PT422 malformed', 'a cursor''s version is a number');
select is(tests.refusal($$select tests.pull('ana', '{}')$$), 'PT422 malformed', 'a cursor is a list');
select is(tests.refusal($$select public.sync_pull(tests.person('ana'), null, 0, '{}', null, null, 1)$$), 'PT422 malformed', 'a pull names its client');

select tests.push('ana', 1, (select jsonb_agg(tests.mutation(n, tests.op('preferences',
  jsonb_build_object('id', tests.id(100 + n), 'stamp', tests.stamp(n), 'key', 'big' || n, 'value', repeat('x', 200000))))) from generate_series(1, 2) n));
select tests.push('ana', 3, (select jsonb_agg(tests.mutation(n, tests.op('preferences',
  jsonb_build_object('id', tests.id(100 + n), 'stamp', tests.stamp(n), 'key', 'big' || n, 'value', repeat('x', 200000))))) from generate_series(3, 4) n));
select is((select jsonb_array_length(a -> 'rows') || ' ' || (a ->> 'more') from (select tests.pull('ana', '[3, "~", ""]') as a) x), '2 true', '[L1] a page holds at most 512 kB');
select tests.push('ana', 5, jsonb_build_array(tests.mutation(5, tests.op('preferences',
  jsonb_build_object('id', tests.id(99), 'stamp', tests.stamp(1), 'key', 'huge', 'value', repeat('x', 900000))))));
select is((select jsonb_array_length(a -> 'rows') || ' ' || (a ->> 'more') from (select tests.pull('ana', '[3, "~", ""]') as a) x), '1 true', '[L1] but a larger row comes alone');

select is((select string_agg(provolatile::text, '' order by proname) from pg_proc where proname in ('sync_pull', 'sync_bootstrap', 'sync_history', 'rows_after', 'rows_before', 'newest', 'read_head', 'sync_rows')),
  'ssssssss', '[L1] reading functions are STABLE: one snapshot');
select * from finish();
rollback;
