-- What people told Bondhu to remember (D1); null: forgotten.
create table public.memory_facts (
  user_id uuid not null references auth.users (id) on delete cascade,
  id uuid not null,
  stamp text collate "C" not null check (stamp ~ '^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{16}$'),
  text text check (char_length(text) between 1 and 500),
  created_at timestamptz not null,
  version bigint not null check (version > 0 and version < 9007199254740992),
  primary key (user_id, id)
);

create index memory_facts_feed on public.memory_facts (user_id, version, id);
create index memory_facts_newest on public.memory_facts (user_id, stamp desc, id);

alter table public.memory_facts enable row level security;
revoke all on public.memory_facts from public, anon, authenticated;
grant select on public.memory_facts to authenticated;

create policy "people read their own facts" on public.memory_facts
  for select to authenticated using (user_id = (select auth.uid()));

select sync.define('memory_facts', '{"kind": "lww", "columns": ["text", "created_at"], "instants": ["created_at"]}', 500);

revoke all on all functions in schema sync from public;
