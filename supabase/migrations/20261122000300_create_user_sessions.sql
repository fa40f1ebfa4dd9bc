-- Visits that became sessions by their first activity (V1).
create table public.user_sessions (
  user_id uuid not null references auth.users (id) on delete cascade,
  id uuid not null,
  stamp text collate "C" not null check (stamp ~ '^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{16}$'),
  session_start timestamptz not null,
  created_at timestamptz not null,
  session_end timestamptz,
  total_duration_minutes integer check (total_duration_minutes >= 0),
  activities jsonb not null default '[]'
    check (jsonb_typeof(activities) = 'array' and activities <@ '["chat", "game", "video", "music"]'),
  deleted_at timestamptz,
  version bigint not null check (version > 0 and version < 9007199254740992),
  primary key (user_id, id)
);

create index user_sessions_feed on public.user_sessions (user_id, version, id);
create index user_sessions_newest on public.user_sessions (user_id, stamp desc, id);

alter table public.user_sessions enable row level security;
revoke all on public.user_sessions from public, anon, authenticated;
grant select on public.user_sessions to authenticated;

create policy "people read their own sessions" on public.user_sessions
  for select to authenticated using (user_id = (select auth.uid()));
