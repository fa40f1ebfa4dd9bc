-- A message inserted over REST gets what sync_push would have brought along: its owner, a version, a stamp, whole milliseconds.

-- A stamp of the server's own clock (W3): later than now, than `p_after` and than every stamp of the person's messages,
-- save those more than five minutes ahead. Two calls under one head lock never give the same one.
create function sync.next_stamp(p_user uuid, p_after text) returns text
language plpgsql as $$
declare
  v_now bigint := sync.clock_ms();
  v_floor text collate "C" := lpad(to_hex(v_now), 12, '0') || '-0000-0000000000000000';
  v_limit text collate "C" := lpad(to_hex(v_now + 5 * 60 * 1000), 12, '0') || '-ffff-ffffffffffffffff';
  v_seen text collate "C";
  v_ms bigint;
  v_counter integer;
begin
  select m.stamp into v_seen from public.chat_messages m
  where m.user_id = p_user and m.stamp <= v_limit order by m.stamp desc limit 1;
  v_floor := greatest(v_floor, v_seen, p_after collate "C");
  v_ms := ('x' || lpad(left(v_floor, 12), 16, '0'))::bit(64)::bigint;
  v_counter := ('x' || substr(v_floor, 14, 4))::bit(16)::integer + 1;
  if v_counter > 65535 then
    v_ms := v_ms + 1;
    v_counter := 0;
  end if;
  return lpad(to_hex(v_ms), 12, '0') || '-' || lpad(to_hex(v_counter), 4, '0') || '-0000000000000000';
end
$$;

-- Another person's user_id stays as it was sent, for the policy to refuse.
create function sync.stamp_message() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.user_id := coalesce(new.user_id, (select auth.uid()));
  if new.user_id is null then
    perform sync.fail('PT403', 'wrong_account', 'a message needs an account');
  end if;
  new.version := (select h.version from sync.open_head(new.user_id) h);
  new.stamp := sync.next_stamp(new.user_id, null);
  new.created_at := date_trunc('milliseconds', coalesce(new.created_at, clock_timestamp()));
  return new;
end
$$;

create function sync.announce_message() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform sync.close_head(new.user_id, new.version);
  return null;
end
$$;

-- Our own functions write as the owner and bring version and stamp themselves.
create trigger stamp_message before insert on public.chat_messages
  for each row when (current_user in ('anon', 'authenticated', 'service_role')) execute function sync.stamp_message();
create trigger announce_message after insert on public.chat_messages
  for each row when (current_user in ('anon', 'authenticated', 'service_role')) execute function sync.announce_message();

revoke all on all functions in schema sync from public;
