-- Fills an empty database with `bench.users` people (a setting) of `bench.messages` messages (a thousand), a thousand activities and three
-- hundred days each. Everybody's rows lie between everybody else's, as they come in life: a page of one person's messages touches as many heap pages whether they are a hundred or ten thousand.
-- The same people have the same rows in every size. Neither triggers nor the version clock: the rows carry what those would have given.
set session_replication_role = replica;
set maintenance_work_mem = '1GB';
set max_parallel_maintenance_workers = 1;

create table public.bench_people as
select md5('person ' || no)::uuid as id, no, lpad(to_hex(no), 16, '0') as client
from generate_series(1, current_setting('bench.users')::int) no;
insert into auth.users (id) select id from public.bench_people;

-- A million rows at a time into indexes would take an hour: they are made once the rows are there.
create table public.bench_indexes as
select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
from pg_index where indrelid in ('public.chat_messages'::regclass, 'public.activities'::regclass, 'public.streak_days'::regclass) and not indisprimary;
do $$
declare
  v_name text;
begin
  for v_name in select name from public.bench_indexes loop
    execute 'drop index public.' || v_name;
  end loop;
  alter table public.chat_messages drop constraint chat_messages_pkey;
  alter table public.activities drop constraint activities_pkey;
  alter table public.streak_days drop constraint streak_days_pkey;
end
$$;

-- Message n of everybody, then message n + 1: a minute apart, ten to a version, every second one a reply, every fiftieth deleted.
do $$
declare
  v_start bigint := 1760000000000;
  v_at timestamptz;
  v_ms text;
begin
  for n in 1..current_setting('bench.messages')::int loop
    v_at := to_timestamp((v_start + n * 60000) / 1000.0);
    v_ms := lpad(to_hex(v_start + n * 60000), 12, '0');
    insert into public.chat_messages
      (user_id, id, stamp, sender_type, session_id, created_at, reply_to, reply_source, reply_attempt, message_text, deleted_at, version)
    select p.id,
      -- A person's messages have UUIDv7, replies UUIDv5, which fall anywhere.
      case when n % 2 = 1 then (left(v_ms, 8) || '-' || right(v_ms, 4) || '-7' || left(h.h, 3) || '-8' || substr(h.h, 4, 3) || '-' || right(h.h, 12))::uuid
        else md5('reply ' || h.h)::uuid end,
      v_ms || '-0000-' || p.client, case when n % 2 = 1 then 'user' else 'ai' end, p.id, v_at,
      case when n % 2 = 0 then p.id end, case when n % 2 = 0 then 'rules' end, case when n % 2 = 0 then 1 end,
      case when n % 50 = 0 then '' else 'A message of ordinary length, neither short nor long, from one friend to another: number ' || n end,
      case when n % 50 = 0 then v_at end, (v_start + n / 10 * 600000) * 1000
    from public.bench_people p, lateral (select md5(p.no || ' ' || n) as h) h;
  end loop;
end
$$;

-- Activity n of everybody, several a day, of some minutes; every fiftieth deleted. Days in a row, of which every eleventh is missed.
do $$
declare
  v_start bigint := 1760000000000;
  v_at timestamptz;
begin
  for n in 1..1000 loop
    v_at := date_trunc('day', to_timestamp(v_start / 1000.0)) + make_interval(days => n * 3 / 10, hours => 6, mins => n % 10 * 30);
    insert into public.activities (user_id, id, stamp, kind, session_id, started_at, day, ended_at, deleted_at, version)
    select p.id, md5('activity ' || p.no || ' ' || n)::uuid, lpad(to_hex(v_start + n * 60000), 12, '0') || '-0004-' || p.client,
      (array['chat', 'game', 'video', 'music'])[n % 4 + 1], p.id, v_at, v_at::date, v_at + make_interval(secs => n % 40 * 31),
      case when n % 50 = 0 then v_at + interval '1 hour' end, (v_start + n / 10 * 600000) * 1000
    from public.bench_people p;
  end loop;
  for n in 1..300 loop
    continue when n % 11 = 0;
    insert into public.streak_days (user_id, id, stamp, day, first_moment, last_moment, version)
    select p.id, md5('day ' || p.no || ' ' || n)::uuid, lpad(to_hex(v_start + n * 200000), 12, '0') || '-0005-' || p.client, d.day,
      d.day || 'T06:00:00.000Z+06:00', d.day || 'T11:00:00.000Z+06:00', (v_start + n / 3 * 600000) * 1000
    from public.bench_people p, (select to_timestamp(v_start / 1000.0)::date + n as day) d;
  end loop;
end
$$;
alter table public.chat_messages add primary key (user_id, id);
alter table public.activities add primary key (user_id, id);
alter table public.streak_days add primary key (user_id, id);
do $$
declare
  v_definition text;
begin
  for v_definition in select definition from public.bench_indexes loop
    execute v_definition;
  end loop;
end
$$;
drop table public.bench_indexes;

insert into public.user_sessions (user_id, id, stamp, session_start, created_at, session_end, total_duration_minutes, activities, version)
select p.id, md5('session ' || p.no || ' ' || n)::uuid, lpad(to_hex(1760000000000 + n * 3000000), 12, '0') || '-0001-' || p.client,
  to_timestamp(1760000000 + n * 3000), to_timestamp(1760000000 + n * 3000), to_timestamp(1760000600 + n * 3000), 10, '["chat"]',
  (1760000000000 + n * 3000000) * 1000
from generate_series(1, 20) n, public.bench_people p;
insert into public.message_reactions (user_id, id, stamp, message_id, reaction, version)
select p.id, md5('reaction ' || p.no || ' ' || n)::uuid, lpad(to_hex(1760000000000 + n * 3000000), 12, '0') || '-0002-' || p.client,
  md5('reply ' || n)::uuid, 'heart', (1760000000000 + n * 3000000) * 1000
from generate_series(1, 20) n, public.bench_people p;
insert into public.preferences (user_id, id, stamp, key, value, version)
select p.id, md5('preference ' || p.no || ' ' || n)::uuid, lpad(to_hex(1760000000000 + n), 12, '0') || '-0003-' || p.client,
  'key ' || n, '"value"', (1760000000000 + n) * 1000
from generate_series(1, 10) n, public.bench_people p;

-- Two devices each, one of them forgotten in a drawer with a last batch that nobody has confirmed.
insert into public.sync_clients (user_id, client, last_seq, acked_seq)
select p.id, d || substr(p.client, 2), 500, case d when 'a' then 500 else 480 end from unnest('{a,b}'::text[]) d, public.bench_people p;
insert into public.sync_answers (user_id, client, seq, mutation_id)
select p.id, 'b' || substr(p.client, 2), 480 + n, md5('mutation ' || p.no || ' ' || n)::uuid from generate_series(1, 20) n, public.bench_people p;
insert into public.sync_heads (user_id, epoch, head) select p.id, sync.first_epoch(p.id), (1760000000000 + 100 * 600000)::bigint * 1000 from public.bench_people p;

reset session_replication_role;
