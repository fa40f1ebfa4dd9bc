-- Settings that follow a person between devices: one row a key, the id derived from it. A default is not a row.
create table public.preferences (
  user_id uuid not null references auth.users (id) on delete cascade,
  id uuid not null,
  stamp text collate "C" not null check (stamp ~ '^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{16}$'),
  key text not null check (char_length(key) between 1 and 200),
  value jsonb,
  version bigint not null check (version > 0 and version < 9007199254740992),
  primary key (user_id, id)
);

create index preferences_feed on public.preferences (user_id, version, id);
create index preferences_newest on public.preferences (user_id, stamp desc, id);
create index preferences_key on public.preferences (user_id, key);

alter table public.preferences enable row level security;
revoke all on public.preferences from public, anon, authenticated;
grant select on public.preferences to authenticated;

create policy "people read their own preferences" on public.preferences
  for select to authenticated using (user_id = (select auth.uid()));
