-- The conversation: one timeline a person. A sent message is never edited; deleting wipes its text and leaves a tombstone (L8).
create table public.chat_messages (
  user_id uuid not null references auth.users (id) on delete cascade,
  id uuid not null,
  stamp text collate "C" not null check (stamp ~ '^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{16}$'),
  sender_type text not null check (sender_type in ('user', 'ai')),
  session_id uuid,
  created_at timestamptz not null,
  reply_to uuid,
  reply_source text check (reply_source in ('rules', 'device', 'model')),
  reply_attempt integer check (reply_attempt >= 0),
  message_text text not null check (char_length(message_text) <= case sender_type when 'user' then 8000 else 100000 end),
  mood_detected text check (char_length(mood_detected) <= 100),
  sentiment_score numeric(3, 2),
  deleted_at timestamptz,
  version bigint not null check (version > 0 and version < 9007199254740992),
  primary key (user_id, id)
);

create index chat_messages_feed on public.chat_messages (user_id, version, id);
create index chat_messages_newest on public.chat_messages (user_id, stamp desc, id);
create index chat_messages_created on public.chat_messages (user_id, created_at desc);

alter table public.chat_messages enable row level security;
revoke all on public.chat_messages from public, anon, authenticated;
grant select, insert on public.chat_messages to authenticated;

create policy "people read their own messages" on public.chat_messages
  for select to authenticated using (user_id = (select auth.uid()));
create policy "people write their own messages" on public.chat_messages
  for insert to authenticated with check (user_id = (select auth.uid()));
