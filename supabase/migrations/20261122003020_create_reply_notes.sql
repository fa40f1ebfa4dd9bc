-- What shaped a reply (X5): traits with their bands, and the ids of facts. Under the reply's own id.

-- `{"traits": [[word, word], …], "facts": [uuid, …]}`, at most twenty of each, and nothing else.
create function sync.is_shape(p_shape jsonb) returns boolean
language sql immutable as $$
  select coalesce(
    jsonb_typeof(p_shape) = 'object' and p_shape - '{traits,facts}'::text[] = '{}'
    and jsonb_typeof(p_shape -> 'traits') = 'array' and jsonb_array_length(p_shape -> 'traits') <= 20
    and jsonb_typeof(p_shape -> 'facts') = 'array' and jsonb_array_length(p_shape -> 'facts') <= 20
    and not exists (
      select from jsonb_array_elements(p_shape -> 'traits') as e(pair)
      where not coalesce(jsonb_typeof(e.pair) = 'array' and jsonb_array_length(e.pair) = 2
        and jsonb_typeof(e.pair -> 0) = 'string' and e.pair ->> 0 ~ '^[a-z]{1,32}$'
        and jsonb_typeof(e.pair -> 1) = 'string' and e.pair ->> 1 ~ '^[a-z]{1,32}$', false))
    and not exists (
      select from jsonb_array_elements(p_shape -> 'facts') as e(fact)
      where not coalesce(jsonb_typeof(e.fact) = 'string' and e.fact #>> '{}' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$', false)),
    false)
$$;

create table public.reply_notes (
  user_id uuid not null references auth.users (id) on delete cascade,
  id uuid not null,
  stamp text collate "C" not null check (stamp ~ '^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{16}$'),
  shaped_by jsonb check (shaped_by is null or sync.is_shape(shaped_by)),
  deleted_at timestamptz,
  version bigint not null check (version > 0 and version < 9007199254740992),
  primary key (user_id, id)
);

create index reply_notes_feed on public.reply_notes (user_id, version, id);
create index reply_notes_newest on public.reply_notes (user_id, stamp desc, id);

alter table public.reply_notes enable row level security;
revoke all on public.reply_notes from public, anon, authenticated;
grant select on public.reply_notes to authenticated;

create policy "people read their own notes" on public.reply_notes
  for select to authenticated using (user_id = (select auth.uid()));

select sync.define('reply_notes', '{
  "kind": "grow", "once": ["shaped_by"], "min": ["deleted_at"], "max": [], "union": [], "wipe": {"shaped_by": null}, "instants": ["deleted_at"]
}', 200);

revoke all on all functions in schema sync from public;
