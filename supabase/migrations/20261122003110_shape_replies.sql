-- A reply in the person's own style: its claim brings what that needs, its end keeps what shaped it. Who calls either as before is answered
-- as before.
drop function public.claim_reply(uuid, uuid, integer, integer);
drop function public.finish_reply(uuid, uuid, integer, uuid, uuid, text, text);

-- Takes the lease on answering a message, or tells who has it (R2). `p_context`: versions of the person's context that the caller keeps;
-- given, the answer has the context too (X4), so that a reply in somebody's style costs no second request.
create function public.claim_reply(p_user uuid, p_message_id uuid, p_attempt integer, p_lease_seconds integer default 60, p_context text[] default null)
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
        order by p.stamp desc limit 1),
      'context', case when p_context is not null then sync.context(p_user, p_context) end);
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
-- `p_shaped_by`: what shaped it (X5).
create function public.finish_reply(
  p_user uuid, p_message_id uuid, p_attempt integer, p_lease uuid, p_reply_id uuid, p_source text, p_text text, p_shaped_by jsonb default null)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  v_version bigint;
  v_job public.reply_jobs;
  v_message public.chat_messages;
  v_stamp text collate "C";
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

  v_stamp := sync.next_stamp(p_user, v_message.stamp);
  if sync.apply_chat_messages(p_user, v_version, jsonb_build_array(jsonb_build_object(
      'id', p_reply_id, 'stamp', v_stamp, 'sender_type', 'ai',
      'session_id', v_message.session_id, 'created_at', sync.instant(clock_timestamp()), 'reply_to', p_message_id,
      'reply_source', p_source, 'reply_attempt', p_attempt, 'message_text', p_text))) > 0 then
    -- X5: of these very words, so not where a device's own have won; and a note that is none does not cost the reply.
    if sync.is_shape(p_shaped_by) and exists (
      select from public.chat_messages m where m.user_id = p_user and m.id = p_reply_id and m.stamp = v_stamp and m.deleted_at is null
    ) then
      perform sync.apply_reply_notes(p_user, v_version, jsonb_build_array(jsonb_build_object(
        'id', p_reply_id, 'stamp', v_stamp, 'shaped_by', p_shaped_by)));
    end if;
    perform sync.close_head(p_user, v_version);
  end if;
  update public.reply_jobs j set state = 'done', reply_id = p_reply_id
  where j.user_id = p_user and j.message_id = p_message_id and j.attempt = p_attempt;
  return jsonb_build_object('status', 'stored', 'reply_id', p_reply_id);
end
$$;

revoke all on function public.claim_reply(uuid, uuid, integer, integer, text[]) from public, anon, authenticated, service_role;
revoke all on function public.finish_reply(uuid, uuid, integer, uuid, uuid, text, text, jsonb) from public, anon, authenticated, service_role;
grant execute on function public.claim_reply(uuid, uuid, integer, integer, text[]) to authenticated, service_role;
grant execute on function public.finish_reply(uuid, uuid, integer, uuid, uuid, text, text, jsonb) to authenticated, service_role;
revoke all on all functions in schema sync from public;
