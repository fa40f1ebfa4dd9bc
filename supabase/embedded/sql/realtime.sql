-- The part of hosted Supabase's realtime schema that migrations use: policies on realtime.messages decide who may
-- read and write a private topic, realtime.send broadcasts from the database.
create schema if not exists realtime;

create table if not exists realtime.messages (
  id uuid primary key default gen_random_uuid(),
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  inserted_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index if not exists messages_inserted_at on realtime.messages (inserted_at);
alter table realtime.messages enable row level security;
grant usage on schema realtime to anon, authenticated, service_role;
grant select, insert on realtime.messages to anon, authenticated, service_role;

-- The topic being joined or written to, inside the transaction that asks the policies.
create or replace function realtime.topic() returns text
language sql stable as $$ select nullif(current_setting('realtime.topic', true), '') $$;

-- A notification carries 8,000 bytes: a longer message is stored and only its id is sent.
create or replace function realtime.send(payload jsonb, event text, topic text, private boolean default true) returns void
language plpgsql security definer set search_path = '' as $$
declare
  notice text := pg_catalog.jsonb_build_object('topic', topic, 'event', event, 'private', private, 'payload', payload)::text;
  message_id uuid;
begin
  if pg_catalog.octet_length(notice) > 7800 then
    insert into realtime.messages (payload, event, topic, private, extension)
    values (payload, event, topic, private, 'broadcast')
    returning id into message_id;
    notice := pg_catalog.jsonb_build_object('id', message_id)::text;
  end if;
  perform pg_catalog.pg_notify('bondhu_realtime', notice);
end $$;
revoke execute on function realtime.send(jsonb, text, text, boolean) from public;
grant execute on function realtime.send(jsonb, text, text, boolean) to service_role;
