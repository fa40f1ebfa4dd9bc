-- Who is answering which message (R2, R4): one row per message and attempt, held by a lease that runs out by itself.
create table public.reply_jobs (
  user_id uuid not null references auth.users (id) on delete cascade,
  message_id uuid not null,
  attempt integer not null check (attempt >= 0),
  state text not null default 'running' check (state in ('running', 'done', 'skipped')),
  lease uuid not null,
  leased_until timestamptz not null,
  reply_id uuid,
  created_at timestamptz not null default now(),
  primary key (user_id, message_id, attempt)
);

alter table public.reply_jobs enable row level security;
revoke all on public.reply_jobs from public, anon, authenticated;

-- Replies are worked for the person by their own token, or by the server once that is gone.
create function sync.check_worker(p_user uuid) returns void
language plpgsql stable as $$
begin
  if (select auth.role()) is distinct from 'service_role' then
    perform sync.check_account(p_user);
  end if;
end
$$;

-- What was said before a message, oldest first: the newest 20 that live, one reply a message (the model's before the device's
-- before the rules', the last attempt before the earlier ones).
create function sync.history_before(p_user uuid, p_stamp text) returns jsonb
language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_object('sender_type', h.sender_type, 'message_text', h.message_text) order by h.stamp, h.id), '[]')
  from (
    select n.id, n.stamp, n.sender_type, n.message_text
    from (
      select m.*, row_number() over (
        partition by m.sender_type, coalesce(m.reply_to, m.id)
        order by array_position(array['model', 'device', 'rules'], m.reply_source), m.reply_attempt desc nulls last, m.stamp desc) as rank
      from (
        select c.* from public.chat_messages c
        where c.user_id = p_user and c.stamp < p_stamp and c.deleted_at is null
        order by c.stamp desc, c.id limit 60
      ) m
    ) n
    where n.rank = 1
    order by n.stamp desc, n.id limit 20
  ) h
$$;

-- Takes the lease on answering a message, or tells who has it (R2).
create function public.claim_reply(p_user uuid, p_message_id uuid, p_attempt integer, p_lease_seconds integer default 60)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  v_message public.chat_messages;
  v_job public.reply_jobs;
begin
  perform sync.check_worker(p_user);
  select m.* into v_message from public.chat_messages m
  where m.user_id = p_user and m.id = p_message_id and m.sender_type = 'user' and m.deleted_at is null;
  if not found then
    perform sync.fail('PT404', 'message_not_synced', 'there is no such message');
  end if;

  insert into public.reply_jobs as j (user_id, message_id, attempt, lease, leased_until)
  values (p_user, p_message_id, p_attempt, gen_random_uuid(),
    clock_timestamp() + make_interval(secs => least(greatest(coalesce(p_lease_seconds, 60), 1), 600)))
  on conflict (user_id, message_id, attempt) do update
    set lease = excluded.lease, leased_until = excluded.leased_until, state = 'running'
    where j.state <> 'done' and j.leased_until <= clock_timestamp()
  returning j.* into v_job;

  if found then
    return jsonb_build_object(
      'status', 'claimed', 'lease', v_job.lease,
      'message', jsonb_build_object(
        'id', v_message.id, 'message_text', v_message.message_text, 'created_at', sync.instant(v_message.created_at),
        'stamp', v_message.stamp, 'session_id', v_message.session_id),
      'history', sync.history_before(p_user, v_message.stamp),
      'locale', (select p.value #>> '{}' from public.preferences p
        where p.user_id = p_user and p.key = 'locale' and jsonb_typeof(p.value) = 'string'
        order by p.stamp desc limit 1));
  end if;

  select j.* into strict v_job from public.reply_jobs j
  where j.user_id = p_user and j.message_id = p_message_id and j.attempt = p_attempt;
  if v_job.state = 'done' then
    return jsonb_build_object('status', 'done', 'reply_id', v_job.reply_id);
  end if;
  return jsonb_build_object('status', 'running', 'leased_until', sync.instant(v_job.leased_until));
end
$$;

-- Stores the reply, once and only under the live lease (R4). A reply of that id from a device is joined with; a tombstoned
-- message gets none. The same lease may ask again and hears the same.
create function public.finish_reply(
  p_user uuid, p_message_id uuid, p_attempt integer, p_lease uuid, p_reply_id uuid, p_source text, p_text text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  v_version bigint;
  v_job public.reply_jobs;
  v_message public.chat_messages;
begin
  perform sync.check_worker(p_user);
  if p_reply_id is null or p_source is null or p_text is null then
    perform sync.fail('PT422', 'malformed', 'a reply needs id, source and text');
  end if;
  v_version := (select h.version from sync.open_head(p_user) h);

  select j.* into v_job from public.reply_jobs j
  where j.user_id = p_user and j.message_id = p_message_id and j.attempt = p_attempt for update;
  if not found or v_job.lease is distinct from p_lease then
    return jsonb_build_object('status', 'lost', 'reply_id', v_job.reply_id);
  elsif v_job.state = 'done' then
    return jsonb_build_object('status', 'stored', 'reply_id', v_job.reply_id);
  elsif v_job.state = 'running' and v_job.leased_until <= clock_timestamp() then
    return jsonb_build_object('status', 'lost', 'reply_id', null);
  end if;

  select m.* into v_message from public.chat_messages m
  where m.user_id = p_user and m.id = p_message_id and m.sender_type = 'user' and m.deleted_at is null;
  if not found then
    update public.reply_jobs j set state = 'skipped'
    where j.user_id = p_user and j.message_id = p_message_id and j.attempt = p_attempt;
    return jsonb_build_object('status', 'skipped', 'reply_id', null);
  end if;

  if sync.apply_chat_messages(p_user, v_version, jsonb_build_array(jsonb_build_object(
      'id', p_reply_id, 'stamp', sync.next_stamp(p_user, v_message.stamp), 'sender_type', 'ai',
      'session_id', v_message.session_id, 'created_at', sync.instant(clock_timestamp()), 'reply_to', p_message_id,
      'reply_source', p_source, 'reply_attempt', p_attempt, 'message_text', p_text))) > 0 then
    perform sync.close_head(p_user, v_version);
  end if;
  update public.reply_jobs j set state = 'done', reply_id = p_reply_id
  where j.user_id = p_user and j.message_id = p_message_id and j.attempt = p_attempt;
  return jsonb_build_object('status', 'stored', 'reply_id', p_reply_id);
end
$$;

revoke all on function public.claim_reply(uuid, uuid, integer, integer) from public, anon, authenticated, service_role;
revoke all on function public.finish_reply(uuid, uuid, integer, uuid, uuid, text, text) from public, anon, authenticated, service_role;
grant execute on function public.claim_reply(uuid, uuid, integer, integer) to authenticated, service_role;
grant execute on function public.finish_reply(uuid, uuid, integer, uuid, uuid, text, text) to authenticated, service_role;
revoke all on all functions in schema sync from public;
