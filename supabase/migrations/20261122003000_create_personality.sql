-- What people answered about themselves (Q2, Q5): one row an item and run, the latest word wins.
create table public.personality_answers (
  user_id uuid not null references auth.users (id) on delete cascade,
  id uuid not null,
  stamp text collate "C" not null check (stamp ~ '^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{16}$'),
  run integer not null check (run between 1 and 10000),
  item integer not null check (item between 1 and 20),
  answer integer not null check (answer between 1 and 5),
  answered_at timestamptz not null,
  version bigint not null check (version > 0 and version < 9007199254740992),
  primary key (user_id, id)
);

create index personality_answers_feed on public.personality_answers (user_id, version, id);
create index personality_answers_newest on public.personality_answers (user_id, stamp desc, id);

alter table public.personality_answers enable row level security;
revoke all on public.personality_answers from public, anon, authenticated;
grant select on public.personality_answers to authenticated;

create policy "people read their own answers" on public.personality_answers
  for select to authenticated using (user_id = (select auth.uid()));

select sync.define('personality_answers',
  '{"kind": "lww", "columns": ["run", "item", "answer", "answered_at"], "instants": ["answered_at"]}', 500);

revoke all on all functions in schema sync from public;
