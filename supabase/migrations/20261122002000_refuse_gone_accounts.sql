-- P6: a token outlives its account by up to an hour. It is then no token at all (401, which leads to a refused refresh), where a
-- broken foreign key (409) would be taken for a server that is busy and asked again for ever.
create or replace function sync.check_account(p_user uuid) returns void
language plpgsql stable as $$
begin
  if p_user is null or (select auth.uid()) is distinct from p_user then
    perform sync.fail('PT403', 'wrong_account', 'the token is of another account');
  end if;
  if not exists (select from auth.users u where u.id = p_user) then
    perform sync.fail('PT401', 'account_gone', 'there is no such account any more');
  end if;
end
$$;
revoke all on all functions in schema sync from public;
