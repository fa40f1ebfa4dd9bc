-- What a person's context is made of (X1), and its version (X4): the newest change among answers, facts and the two preferences, and the
-- half hour of the newest entry of the timeline. Not the head: that moves with every message, and a talk would make each context anew.
create function sync.context_version(p_user uuid) returns text
language sql stable as $$
  select concat_ws('.',
    coalesce((select max(a.version) from public.personality_answers a where a.user_id = p_user), 0),
    coalesce((select max(f.version) from public.memory_facts f where f.user_id = p_user), 0),
    coalesce((select max(p.version) from public.preferences p where p.user_id = p_user and p.key in ('locale', 'usePersonality')), 0),
    (select coalesce(max(m.half_hour), 0) from (
      select ('x' || left(c.stamp, 12))::bit(48)::bigint / 1800000 as half_hour
      from public.chat_messages c where c.user_id = p_user order by c.stamp desc limit 1
    ) m))
$$;

-- Q5: the newest run in which every item is answered, else the newest in which a trait has a score. Item n speaks of trait (n - 1) mod 5.
create function sync.speaking_run(p_user uuid) returns integer
language sql stable as $$
  select r.run
  from (
    select t.run, sum(t.items) as items, max(t.items) as most
    from (
      select a.run, (a.item - 1) % 5 as trait, count(distinct a.item) as items
      from public.personality_answers a where a.user_id = p_user group by 1, 2
    ) t
    group by t.run
  ) r
  where r.most >= 3
  order by (r.items = 20) desc, r.run desc
  limit 1
$$;

create function sync.preference(p_user uuid, p_key text) returns jsonb
language sql stable as $$
  select p.value from public.preferences p where p.user_id = p_user and p.key = p_key order by p.stamp desc limit 1
$$;

-- Of late: the person's own among the newest sixty entries of seven days, before the half hour of the newest one.
create function sync.messages_of_late(p_user uuid) returns jsonb
language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_object('text', left(e.message_text, 200), 'mood', e.mood_detected, 'score', e.sentiment_score)
    order by e.stamp desc, e.id desc), '[]')
  from (
    select ('x' || left(c.stamp, 12))::bit(48)::bigint / 1800000 * 1800000 as before
    from public.chat_messages c where c.user_id = p_user order by c.stamp desc limit 1
  ) h
  cross join lateral (
    select c.* from public.chat_messages c
    where c.user_id = p_user and c.stamp < lpad(to_hex(h.before), 12, '0') and c.stamp >= lpad(to_hex(greatest(h.before - 604800000, 0)), 12, '0')
    order by c.stamp desc, c.id desc limit 60
  ) e
  where e.sender_type = 'user' and e.deleted_at is null
$$;

create function sync.context_rows(p_user uuid) returns jsonb
language sql stable as $$
  select jsonb_build_object(
    'answers', coalesce((select jsonb_agg(jsonb_build_array(a.item, a.answer) order by a.id) from public.personality_answers a
      where a.user_id = p_user and a.run = sync.speaking_run(p_user)), '[]'),
    -- The newest: more are in no context.
    'facts', coalesce((select jsonb_agg(jsonb_build_object('id', n.id, 'text', n.text, 'created_at', sync.instant(n.created_at)))
      from (select f.* from public.memory_facts f where f.user_id = p_user and f.text is not null
        order by sync.instant(f.created_at) collate "C" desc, f.id desc limit 60) n), '[]'),
    'messages', sync.messages_of_late(p_user),
    'locale', sync.preference(p_user, 'locale'),
    'use_personality', sync.preference(p_user, 'usePersonality'))
$$;

-- One statement, so version and rows are of one moment. `p_known`: versions that the caller keeps; of one of these there are no rows.
create function sync.context(p_user uuid, p_known text[]) returns jsonb
language sql stable as $$
  select jsonb_build_object('version', v.version, 'rows', case when v.version = any (p_known) then null else sync.context_rows(p_user) end)
  from (select sync.context_version(p_user) as version) v
$$;

create function public.personality_context(p_user uuid, p_known text[] default '{}') returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform sync.check_account(p_user);
  return sync.context(p_user, p_known);
end
$$;
revoke all on function public.personality_context(uuid, text[]) from public, anon, authenticated, service_role;
grant execute on function public.personality_context(uuid, text[]) to authenticated;
revoke all on all functions in schema sync from public;
