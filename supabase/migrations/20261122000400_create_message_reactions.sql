-- One reaction a message; null once taken back. The id is derived from the message's.
create table public.message_reactions (
  user_id uuid not null references auth.users (id) on delete cascade,
  id uuid not null,
  stamp text collate "C" not null check (stamp ~ '^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{16}$'),
  message_id uuid not null,
  reaction text check (char_length(reaction) between 1 and 32),
  version bigint not null check (version > 0 and version < 9007199254740992),
  primary key (user_id, id)
);

create index message_reactions_feed on public.message_reactions (user_id, version, id);
create index message_reactions_newest on public.message_reactions (user_id, stamp desc, id);

alter table public.message_reactions enable row level security;
revoke all on public.message_reactions from public, anon, authenticated;
grant select on public.message_reactions to authenticated;

create policy "people read their own reactions" on public.message_reactions
  for select to authenticated using (user_id = (select auth.uid()));
