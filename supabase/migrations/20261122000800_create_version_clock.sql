-- The order of everything a person's rows go through (L2): whoever writes locks the head first and writes under one version.

-- Known before the first write, so that reading needs none.
create function sync.first_epoch(p_user uuid) returns uuid
language sql immutable as $$
  select md5('bondhu epoch ' || p_user::text)::uuid
$$;

-- Locks the person's head until the transaction ends, and tells the version this transaction writes under.
-- To be called outside subtransactions, before any other lock: a lock taken in a subtransaction that fails is let go.
create function sync.open_head(p_user uuid, out head bigint, out epoch uuid, out version bigint)
language plpgsql as $$
declare
  v_mine text[] := string_to_array(nullif(current_setting('bondhu.version', true), ''), ' ');
begin
  insert into public.sync_heads (user_id, epoch) values (p_user, sync.first_epoch(p_user)) on conflict do nothing;
  select h.head, h.epoch into strict open_head.head, open_head.epoch
  from public.sync_heads h where h.user_id = p_user for update;

  if v_mine[1] = p_user::text and v_mine[2]::bigint >= open_head.head then
    version := v_mine[2]::bigint;
  else
    version := greatest(open_head.head + 1, floor(extract(epoch from clock_timestamp()) * 1000000)::bigint);
    perform set_config('bondhu.version', p_user::text || ' ' || version, true);
  end if;
end
$$;

-- Tells the person's devices, after commit, that there is something to pull (L6). Whatever goes wrong here, the write stands.
create function sync.poke(p_user uuid, p_version bigint) returns void
language plpgsql as $$
begin
  perform realtime.send(jsonb_build_object('version', p_version), 'poke', 'sync:' || p_user::text, true);
exception when others then
  null;
end
$$;

-- Rows have been written under `p_version`: the head moves and the devices are poked, once a transaction.
create function sync.close_head(p_user uuid, p_version bigint) returns void
language plpgsql as $$
begin
  update public.sync_heads h set head = p_version where h.user_id = p_user and h.head < p_version;
  if found then
    perform sync.poke(p_user, p_version);
  end if;
end
$$;

revoke all on all functions in schema sync from public;
