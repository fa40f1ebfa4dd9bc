-- The table of the plain design that bench figures are read against: last writer wins by REST upsert, no sync functions.
create table public.plain_messages (
  id uuid primary key,
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  message_text text not null,
  sender_type text not null,
  created_at timestamptz not null,
  seq bigint generated always as identity
);
create index plain_messages_feed on public.plain_messages (user_id, seq);
alter table public.plain_messages enable row level security;
create policy own on public.plain_messages for all to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
grant select, insert, update on public.plain_messages to authenticated;
