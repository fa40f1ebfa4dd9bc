-- Pages are text from the row to the wire, and say the same as the rows that pushes are compared with.
begin;
set local search_path = public, extensions;
select no_plan();
select tests.people();

insert into chat_messages (user_id, id, stamp, sender_type, session_id, created_at, reply_to, reply_source, reply_attempt, message_text, mood_detected, sentiment_score, deleted_at, version)
values
  (tests.person('ana'), tests.id(1), tests.stamp(1), 'user', null, '2026-11-22 08:00:00+00', null, null, null, '', null, null, null, 9007199254740991),
  (tests.person('ana'), tests.id(2), tests.stamp(2), 'ai', tests.id(1), '0001-01-01 00:00:00+00', tests.id(1), 'model', 2147483647,
    E'"quoted" \\ back\bslash / \n\r\t\f\x01\x1f\x7f ওহে বন্ধু 👋🏽 \u2028 {"json": [1]}', 'a "mood"', 0.50, '2026-11-22 08:00:00.001+00', 1),
  (tests.person('ana'), tests.id(3), tests.stamp(3), 'user', null, '9999-12-31 23:59:59.999+00', null, null, null, 'zero', '', 0, null, 2),
  (tests.person('ana'), tests.id(4), tests.stamp(4), 'user', null, '2026-11-22 08:00:00+05:45', null, null, null, 'minus', null, -1.00, null, 2),
  (tests.person('ana'), tests.id(5), tests.stamp(5), 'user', null, '2026-11-22 08:00:00+00', null, null, null, 'no number', null, 'NaN', null, 2);
insert into user_sessions (user_id, id, stamp, session_start, created_at, session_end, total_duration_minutes, activities, version)
values
  (tests.person('ana'), tests.id(1), tests.stamp(1), '2026-11-22 08:00:00+00', '2026-11-22 08:00:00+00', null, null, '[]', 1),
  (tests.person('ana'), tests.id(2), tests.stamp(2), '2026-11-22 08:00:00+00', '2026-11-22 08:00:00+00', '2026-11-22 08:10:00+00', 10, '["chat", "game"]', 1);
insert into message_reactions (user_id, id, stamp, message_id, reaction, version)
values (tests.person('ana'), tests.id(1), tests.stamp(1), tests.id(9), null, 1), (tests.person('ana'), tests.id(2), tests.stamp(2), tests.id(9), '"', 1);
insert into preferences (user_id, id, stamp, key, value, version)
values
  (tests.person('ana'), tests.id(1), tests.stamp(1), 'absent', null, 1),
  (tests.person('ana'), tests.id(2), tests.stamp(2), 'null', 'null', 1),
  (tests.person('ana'), tests.id(3), tests.stamp(3), 'text', '"a \" \\ \n"', 1),
  (tests.person('ana'), tests.id(4), tests.stamp(4), 'nested', '{"b": [1, 2.50, {"c": null}], "a": true, "1e400": 1e400}', 1);

create temporary table rows (tbl text, wire jsonb, said text);
do $$
declare
  v_table text;
begin
  for v_table in select name from sync.tables loop
    execute format('insert into rows select %1$L, sync.%2$I(t), sync.%3$I(t) from public.%1$I t', v_table, 'wire_' || v_table, 'text_' || v_table);
  end loop;
end
$$;
select is((select count(*)::int from rows), 13, 'every table is looked at');
select is(said::jsonb, wire, '[L1] a row of ' || tbl || ' says as text what it is as a value') from rows;
select is(octet_length(said), octet_length(wire::text), '[L1] and is as long, so that a page ends where it ended') from rows;

-- What is left out is found by looking at one row more than was given, however many there are.
insert into chat_messages (user_id, id, stamp, sender_type, created_at, message_text, version)
select tests.person('ben'), tests.id(n), tests.stamp(n), 'user', '2026-11-22 08:00:00+00', 'm', n from generate_series(1, 50) n;
select is((select more from sync.newest(tests.person('ben'), '{chat_messages}')), false, '[L4] fifty messages are all of fifty');
insert into chat_messages (user_id, id, stamp, sender_type, created_at, message_text, version)
select tests.person('ben'), tests.id(51), tests.stamp(51), 'user', '2026-11-22 08:00:00+00', 'm', 51;
select is((select more from sync.newest(tests.person('ben'), '{chat_messages}')), true, '[L4] and not of fifty-one');
select is((select more from sync.newest(tests.person('ben'), '{preferences}')), false, '[L7] a table that was not named is not missed');

select * from finish();
rollback;
