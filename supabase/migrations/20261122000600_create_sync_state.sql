-- What the server remembers of syncing. Nobody reads or writes these over REST: RLS is on and there is no policy.

-- The last version each person's rows have reached, and the incarnation of the data (L5). Its row is the lock of every writer (L2).
create table public.sync_heads (
  user_id uuid primary key references auth.users (id) on delete cascade,
  head bigint not null default 0 check (head >= 0 and head < 9007199254740992),
  epoch uuid not null
);

-- How far each device's queue has been taken in (P3), and up to where the device has said that it knows (P4).
create table public.sync_clients (
  user_id uuid not null references auth.users (id) on delete cascade,
  client text collate "C" not null,
  last_seq bigint not null default 0 check (last_seq >= 0),
  acked_seq bigint not null default 0 check (acked_seq >= 0),
  seen_at timestamptz not null default now(),
  primary key (user_id, client)
);

-- The answer given to each mutation, kept until the device confirms that it has it (P4). `code` is null for applied.
create table public.sync_answers (
  user_id uuid not null references auth.users (id) on delete cascade,
  client text collate "C" not null,
  seq bigint not null,
  mutation_id uuid not null,
  code text,
  primary key (user_id, client, seq)
);

alter table public.sync_heads enable row level security;
alter table public.sync_clients enable row level security;
alter table public.sync_answers enable row level security;
revoke all on public.sync_heads, public.sync_clients, public.sync_answers from public, anon, authenticated;
