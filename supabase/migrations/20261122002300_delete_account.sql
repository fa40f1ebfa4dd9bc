-- E7: a person ends their own account, with everything in it. Nobody else's can be named, and a token alone is not enough: it must be
-- of a session that began minutes ago, by password or code, so that a device left unlocked cannot.
create function public.delete_account() returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := (select auth.uid());
begin
  perform sync.check_account(v_user);
  if not exists (
    select from auth.sessions s
    where s.id = nullif((select auth.jwt()) ->> 'session_id', '')::uuid and s.user_id = v_user and s.created_at > now() - interval '10 minutes'
  ) then
    perform sync.fail('PT403', 'reauthenticate', 'sign in again first');
  end if;
  -- L2: the head first, as every writer does; a push under way is waited for, and the next finds no account.
  perform from public.sync_heads h where h.user_id = v_user for update;
  perform sync.poke(v_user, 0);
  delete from auth.users u where u.id = v_user;
end
$$;
revoke all on function public.delete_account() from public, anon, authenticated, service_role;
grant execute on function public.delete_account() to authenticated;

-- E8: a device whose tokens are refused asks whether its account is gone or it was only signed out. It has no token to ask with; ids are
-- random and known to nobody but the account's own devices, so the answer tells a stranger nothing.
create function public.account_exists(p_user uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from auth.users u where u.id = p_user)
$$;
revoke all on function public.account_exists(uuid) from public, anon, authenticated, service_role;
grant execute on function public.account_exists(uuid) to anon, authenticated;
